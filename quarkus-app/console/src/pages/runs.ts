import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, path, type Items } from '../api';
import { Page } from '../page';
import { severityBadge, stateBadge } from '../parts/badge';
import { emptyState } from '../parts/states';
import { table } from '../parts/table';
import { moment, span } from '../parts/time';
import { keepQuery } from '../router';
import type { RunOf } from '../types';

const PAGE = 50;

/** Every run of every playbook. */
@customElement('fb-runs')
export class Runs extends Page<readonly RunOf[]> {
  @state() private filter: Record<string, string> = fromAddress();
  private limit = PAGE;

  protected override async read(): Promise<readonly RunOf[]> {
    return (await get<Items<RunOf>>(path('/api/v1/runs', { ...this.filter, limit: this.limit }))).items;
  }

  private set(name: string, value: string): void {
    this.filter = { ...this.filter, [name]: value };
    this.limit = PAGE;
    keepQuery(this.filter);
    void this.readAgain();
  }

  protected override show(runs: readonly RunOf[]): TemplateResult {
    return html`<div class="page">
      <header class="page-head"><h1>Runs</h1></header>
      <form class="filters" role="search" @submit=${(e: Event) => e.preventDefault()}>
        <label class="field"
          ><span>State</span
          ><select @change=${(e: Event) => this.set('state', (e.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${!this.filter['state']}>any</option>
            ${['running', 'stuck', 'completed', 'cancelled'].map((o) => html`<option value=${o} ?selected=${this.filter['state'] === o}>${o}</option>`)}
          </select></label
        >
        <label class="field"
          ><span>Playbook</span><input .value=${this.filter['playbook'] ?? ''} @change=${(e: Event) => this.set('playbook', (e.target as HTMLInputElement).value.trim())}
        /></label>
      </form>
      ${runs.length === 0 ? html`<div class="card">${emptyState('No runs', 'A run begins when triage chooses a playbook for an incident.')}</div>` : rows(runs)}
      ${runs.length >= this.limit && this.limit < 500
        ? html`<p class="state"><button class="button" @click=${this.more}>Show more</button></p>`
        : nothing}
    </div>`;
  }

  private more(): void {
    this.limit = Math.min(500, this.limit + PAGE * 2);
    void this.readAgain();
  }
}

function fromAddress(): Record<string, string> {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(['state', 'playbook'].map((n) => [n, given.get(n) ?? '']));
}

function rows(runs: readonly RunOf[]): TemplateResult {
  return table(
    'Runs',
    [
      { head: 'State', cell: (r) => stateBadge(r.run.state) },
      { head: 'Playbook', cell: (r) => html`<a href="/incidents/${r.incident}?run=${r.run.id}">${r.run.playbook}</a>` },
      { head: 'Version', cell: (r) => r.run.version.split(':')[1] ?? '', numeric: true, minor: true },
      { head: 'Incident', cell: (r) => html`<a href="/incidents/${r.incident}">${r.title}</a>${r.run.problem ? html`<div class="problem">${r.run.problem}</div>` : nothing}` },
      { head: 'Severity', cell: (r) => severityBadge(r.severity), minor: true },
      { head: 'Started', cell: (r) => moment(r.run.startedAt), numeric: true },
      {
        head: 'Took',
        cell: (r) => (r.run.endedAt ? span(Date.parse(r.run.endedAt) - Date.parse(r.run.startedAt)) : html`<fb-clock .since=${r.run.startedAt}></fb-clock>`),
        numeric: true,
        minor: true,
      },
    ],
    runs,
    (r) => r.run.id,
  );
}
