import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, path, type Items } from '../api';
import { Page } from '../page';
import { severityBadge, stateBadge } from '../parts/badge';
import { emptyState } from '../parts/states';
import { table } from '../parts/table';
import { moment } from '../parts/time';
import { keepQuery } from '../router';
import type { Incident } from '../types';

const PAGE = 50;
const TYPING_MS = 250;

/** Every incident, found by state, severity, playbook and any word of what it is about. */
@customElement('fb-incidents')
export class Incidents extends Page<readonly Incident[]> {
  @state() private filter: Record<string, string> = fromAddress();
  /** How many pages are shown. */
  private limit = PAGE;
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected override async read(): Promise<readonly Incident[]> {
    return (await get<Items<Incident>>(path('/api/v1/incidents', { ...this.filter, limit: this.limit }))).items;
  }

  private set(name: string, value: string): void {
    this.filter = { ...this.filter, [name]: value };
    this.limit = PAGE;
    keepQuery(this.filter);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.readAgain(), TYPING_MS);
  }

  protected override show(incidents: readonly Incident[]): TemplateResult {
    return html`<div class="page">
      <header class="page-head"><h1>Incidents</h1></header>
      <form class="filters" role="search" @submit=${(e: Event) => e.preventDefault()}>
        <label class="field grow"
          ><span>Search</span
          ><input type="search" placeholder="Title, wallet, user, rule, id …" .value=${this.filter['q'] ?? ''} @input=${(e: Event) => this.set('q', (e.target as HTMLInputElement).value)}
        /></label>
        ${this.select('state', 'State', ['open', 'closed'])} ${this.select('severity', 'Severity', ['critical', 'high', 'medium', 'low', 'info', 'unknown'])}
        <label class="field"
          ><span>Playbook</span><input .value=${this.filter['playbook'] ?? ''} @change=${(e: Event) => this.set('playbook', (e.target as HTMLInputElement).value.trim())}
        /></label>
      </form>
      ${incidents.length === 0
        ? html`<div class="card">${emptyState('No incidents', Object.values(this.filter).some((v) => v !== '') ? 'None fits these filters.' : 'Alerts that triage finds worth one appear here.')}</div>`
        : rows(incidents)}
      ${incidents.length >= this.limit && this.limit < 500
        ? html`<p class="state"><button class="button" @click=${this.more}>Show more</button></p>`
        : nothing}
    </div>`;
  }

  private select(name: string, label: string, options: readonly string[]): TemplateResult {
    return html`<label class="field"
      ><span>${label}</span
      ><select @change=${(e: Event) => this.set(name, (e.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${!this.filter[name]}>any</option>
        ${options.map((o) => html`<option value=${o} ?selected=${this.filter[name] === o}>${o}</option>`)}
      </select></label
    >`;
  }

  private more(): void {
    this.limit = Math.min(500, this.limit + PAGE * 2);
    void this.readAgain();
  }
}

function fromAddress(): Record<string, string> {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(['q', 'state', 'severity', 'playbook'].map((n) => [n, given.get(n) ?? '']));
}

function rows(incidents: readonly Incident[]): TemplateResult {
  return table(
    'Incidents',
    [
      { head: 'Severity', cell: (i) => severityBadge(i.severity) },
      { head: 'Incident', cell: (i) => html`<a href="/incidents/${i.id}">${i.title}</a>` },
      { head: 'State', cell: (i) => stateBadge(i.state) },
      { head: 'Playbook', cell: (i) => i.playbook, minor: true },
      { head: 'Alerts', cell: (i) => html`${i.alertCount}${i.duplicateCount > 0 ? html` <span class="dim">+${i.duplicateCount}</span>` : nothing}`, numeric: true, minor: true },
      { head: 'First alert', cell: (i) => moment(i.firstAlertAt), numeric: true },
      {
        head: 'Open for',
        cell: (i) => html`<fb-clock .since=${i.firstAlertAt} .to=${i.closedAt ?? undefined}></fb-clock>`,
        numeric: true,
        minor: true,
      },
    ],
    incidents,
    (i) => i.id,
  );
}
