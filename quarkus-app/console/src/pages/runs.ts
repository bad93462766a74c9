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
const MOST = 500;
const TYPING_MS = 250;
const MINUTE_MS = 60_000;
const STATES = ['running', 'stuck', 'completed', 'cancelled'];
const BETWEEN = 'between';

/** How long ago a run may have started, in milliseconds; "between" takes two moments instead. */
const STARTED: readonly (readonly [string, string, number])[] = [
  ['1h', 'in the last hour', 60 * MINUTE_MS],
  ['24h', 'in the last 24 hours', 1_440 * MINUTE_MS],
  ['7d', 'in the last 7 days', 7 * 1_440 * MINUTE_MS],
  ['30d', 'in the last 30 days', 30 * 1_440 * MINUTE_MS],
];

/** Every run of every playbook, found by words, state, playbook and when it started. */
@customElement('fb-runs')
export class Runs extends Page<readonly RunOf[]> {
  /** As in the address; from and to are instants in UTC. */
  @state() private filter: Readonly<Record<string, string>> = fromAddress();
  private limit = PAGE;
  private typing: ReturnType<typeof setTimeout> | undefined;

  protected override async read(): Promise<readonly RunOf[]> {
    const { started = '', from = '', to = '', ...rest } = this.filter;
    const ago = STARTED.find(([key]) => key === started)?.[2];
    const range = ago === undefined ? { from, before: to } : { from: new Date(Date.now() - ago).toISOString() };
    return (await get<Items<RunOf>>(path('/api/v1/runs', { ...rest, ...range, limit: this.limit }))).items;
  }

  private set(name: string, value: string): void {
    const past = name === 'started' && value !== BETWEEN ? { from: '', to: '' } : {};
    this.filter = { ...this.filter, [name]: value, ...past };
    this.limit = PAGE;
    keepQuery(this.filter);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.readAgain(), TYPING_MS);
  }

  protected override show(runs: readonly RunOf[]): TemplateResult {
    const filtered = Object.values(this.filter).some((v) => v !== '' && v !== BETWEEN);
    return html`<div class="page">
      <header class="page-head"><h1>Runs</h1></header>
      <form class="filters" role="search" @submit=${(e: Event) => e.preventDefault()}>
        <label class="field grow"
          ><span>Search</span
          ><input type="search" placeholder="Incident, wallet, user, playbook, id …" .value=${this.filter['q'] ?? ''} @input=${(e: Event) => this.set('q', (e.target as HTMLInputElement).value)}
        /></label>
        ${this.select('state', 'State', 'any', STATES.map((s) => [s, s]))}
        <label class="field"
          ><span>Playbook</span><input .value=${this.filter['playbook'] ?? ''} @change=${(e: Event) => this.set('playbook', (e.target as HTMLInputElement).value.trim())}
        /></label>
        ${this.select('started', 'Started', 'at any time', [...STARTED.map(([key, label]) => [key, label] as const), [BETWEEN, 'between …']])}
        ${this.filter['started'] === BETWEEN ? html`${this.moment('from', 'From')} ${this.moment('to', 'Until')}` : nothing}
      </form>
      ${runs.length === 0
        ? html`<div class="card">${emptyState('No runs', filtered ? 'None fits these filters.' : 'A run begins when triage chooses a playbook for an incident.')}</div>`
        : rows(runs)}
      ${runs.length < this.limit
        ? nothing
        : html`<p class="state">${this.limit < MOST ? html`<button class="button" @click=${this.more}>Show more</button>` : `These are the newest ${MOST}: choose a time for older ones.`}</p>`}
    </div>`;
  }

  private select(name: string, label: string, none: string, options: readonly (readonly [string, string])[]): TemplateResult {
    return html`<label class="field"
      ><span>${label}</span
      ><select @change=${(e: Event) => this.set(name, (e.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${!this.filter[name]}>${none}</option>
        ${options.map(([key, words]) => html`<option value=${key} ?selected=${this.filter[name] === key}>${words}</option>`)}
      </select></label
    >`;
  }

  /** In the time zone of who looks. */
  private moment(name: 'from' | 'to', label: string): TemplateResult {
    return html`<label class="field"
      ><span>${label}</span
      ><input type="datetime-local" .value=${local(this.filter[name] ?? '')} @change=${(e: Event) => this.set(name, instant((e.target as HTMLInputElement).value))}
    /></label>`;
  }

  private more(): void {
    this.limit = Math.min(MOST, this.limit + PAGE * 2);
    void this.readAgain();
  }
}

function fromAddress(): Readonly<Record<string, string>> {
  const given = new URLSearchParams(location.search);
  const filter = Object.fromEntries(['q', 'state', 'playbook', 'started', 'from', 'to'].map((n) => [n, given.get(n) ?? '']));
  const [from, to] = [instant(filter['from'] ?? ''), instant(filter['to'] ?? '')];
  return { ...filter, from, to, ...(from + to === '' ? {} : { started: BETWEEN }) };
}

function instant(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}

/** As a field for a date and a time takes it. */
function local(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
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
