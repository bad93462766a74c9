import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, Problem, rehearse, type Items } from '../api';
import { Page } from '../page';
import { badge, stateBadge, type Tone } from '../parts/badge';
import { icon } from '../parts/icon';
import { typedInput } from '../parts/inputs';
import { ruling } from '../parts/ruling';
import { emptyState, errorState, loading } from '../parts/states';
import { table } from '../parts/table';
import { moment, span } from '../parts/time';
import { may } from '../session';
import type { ActionInfo, Checkup, ConnectorInfo, Rehearsal, TrailEntry } from '../types';
import './connectors.css';

interface Value {
  readonly key: string;
  readonly secret: boolean;
  readonly value?: string | null;
  readonly from: string;
}

interface Setting {
  readonly key: string;
  readonly type: string;
  readonly secret: boolean;
  readonly required: boolean;
  readonly byDefault: string;
  readonly about: string;
}

interface Kind {
  readonly kind: string;
  readonly settings: readonly Setting[];
}

interface Data {
  readonly connectors: readonly ConnectorInfo[];
  readonly settings: Readonly<Record<string, readonly Value[]>> | undefined;
  readonly kinds: readonly Kind[];
}

/** Whether what the connector acts as may do what an action needs. */
interface Permission {
  readonly action: string;
  readonly state: string;
  readonly detail: string;
}

const GRANTS: Readonly<Record<string, Tone>> = { GRANTED: 'good', MISSING: 'bad', UNTOLD: 'plain' };

/** What can be acted through: whether it could act now, how it is set up, what it can do, and a rehearsal of that. */
@customElement('fb-connectors')
export class Connectors extends Page<Data> {
  @state() private checking = '';
  @state() private checkFailure: unknown;
  @state() private action = '';
  @state() private rehearsed: Rehearsal | undefined;
  @state() private rehearseFailure: unknown;
  @state() private rehearsing = false;
  @state() private catalogue = false;
  @state() private wanted = '';

  protected override concerns(entry: TrailEntry): boolean {
    return entry.kind.startsWith('connector.') || entry.kind.startsWith('checkup.');
  }

  protected override async read(): Promise<Data> {
    const [connectors, settings, kinds] = await Promise.all([
      get<Items<ConnectorInfo>>('/api/v1/connectors'),
      may('connector-admin', 'auditor')
        ? get<{ connectors: Record<string, readonly Value[]> }>('/api/v1/installed/settings')
        : Promise.resolve(undefined),
      get<{ connectors: readonly Kind[] }>('/api/v1/installed/kinds'),
    ]);
    return { connectors: connectors.items, settings: settings?.connectors, kinds: kinds.connectors };
  }

  protected override show(data: Data): TemplateResult {
    const name = this.params['name'] ?? '';
    const chosen = data.connectors.find((c) => c.name === name);
    const down = data.connectors.filter((c) => c.checkup !== null && c.checkup !== undefined && c.checkup.state !== 'ready').length;
    return html`<div class="page">
      <header class="page-head">
        <h1>Connectors</h1>
        <span class="dim">${data.connectors.length} configured${down > 0 ? `, ${down} not ready` : ''}</span>
        <div class="actions">
          ${may('connector-admin', 'responder')
            ? html`<button class="button" ?disabled=${this.checking !== ''} @click=${() => void this.check('')}>
                ${icon('play')}${this.checking === '' ? 'Ask all whether they could act' : 'Asking …'}
              </button>`
            : nothing}
        </div>
      </header>
      ${this.checkFailure === undefined ? nothing : errorState(this.checkFailure)}
      ${data.connectors.length === 0
        ? emptyState('No connector is configured', 'Set firebreak.connectors.<name>.kind and its settings, or describe one in connectors.d.')
        : html`<div class="split">
            <aside class="card" aria-label="Configured connectors">${data.connectors.map((c) => this.choice(c, name))}</aside>
            <div class="stack">${chosen === undefined ? this.overview(data) : this.one(chosen, data)}</div>
          </div>`}
    </div>`;
  }

  private choice(c: ConnectorInfo, name: string): TemplateResult {
    return html`<a class="choice" href="/connectors/${c.name}" aria-current=${c.name === name ? 'true' : nothing}>
      <span><strong>${c.name}</strong><small>${c.kind}, ${c.actions.length} action${c.actions.length === 1 ? '' : 's'}</small></span>
      ${stateBadge(c.checkup?.state ?? 'not asked')}
    </a>`;
  }

  private overview(data: Data): TemplateResult {
    const bad = data.connectors.filter((c) => c.checkup?.problem);
    return html`${bad.length === 0
        ? html`<section class="card">${emptyState('Choose a connector', 'It shows whether it could act, how it is set up, and what it can do.')}</section>`
        : html`<section class="card"><header><h2>Not ready</h2></header>
            ${table<ConnectorInfo>(
              'Connectors that are not ready',
              [
                { head: 'Connector', cell: (c) => html`<a href="/connectors/${c.name}">${c.name}</a>` },
                { head: 'State', cell: (c) => stateBadge(c.checkup?.state ?? '') },
                { head: 'Problem', cell: (c) => c.checkup?.problem },
                { head: 'Asked', cell: (c) => moment(c.checkup?.at), numeric: true },
              ],
              bad,
              (c) => c.name,
            )}</section>`}
      ${this.kinds(data)}`;
  }

  private kinds(data: Data): TemplateResult {
    const wanted = this.wanted.toLowerCase();
    const shown = data.kinds.filter((k) => k.kind.includes(wanted) || k.settings.some((s) => s.about.toLowerCase().includes(wanted)));
    return html`<section class="card">
      <header>
        <h2>Catalogue</h2><span class="count">${data.kinds.length} kinds</span>
        <div class="actions"><button class="button small" aria-expanded=${this.catalogue} @click=${() => (this.catalogue = !this.catalogue)}>${this.catalogue ? 'Hide' : 'Show'}</button></div>
      </header>
      ${this.catalogue
        ? html`<div class="card-body">
            <label class="field"><span class="hidden">Search kinds</span>
              <input type="search" placeholder="Search kinds" .value=${this.wanted} @input=${(e: Event) => (this.wanted = (e.target as HTMLInputElement).value)} />
            </label></div>
            ${shown.map((k) => html`<details class="card-body">
              <summary><strong>${k.kind}</strong> <span class="dim">${k.settings.length} settings${data.connectors.some((c) => c.kind === k.kind) ? ', configured' : ''}</span></summary>
              ${settingsTable(k.kind, k.settings)}
            </details>`)}`
        : nothing}
    </section>`;
  }

  private one(c: ConnectorInfo, data: Data): TemplateResult {
    return html`${this.readiness(c)} ${this.actions(c)} ${this.settings(c, data)}`;
  }

  private readiness(c: ConnectorInfo): TemplateResult {
    const k: Checkup | undefined = c.checkup ?? undefined;
    return html`<section class="card">
      <header>
        <h2>${c.name}</h2>${stateBadge(k?.state ?? 'not asked')}
        <div class="actions">
          ${may('connector-admin', 'responder')
            ? html`<button class="button small" ?disabled=${this.checking !== ''} @click=${() => void this.check(c.name)}>
                ${this.checking === c.name ? 'Asking …' : 'Ask now'}
              </button>`
            : nothing}
        </div>
      </header>
      <dl class="facts">
        ${k?.problem ? html`<dt>Problem</dt><dd><strong>${k.problem}</strong></dd>` : nothing}
        <dt>Kind</dt><dd>${c.kind}</dd>
        <dt>Waiting calls</dt><dd>${c.queued}</dd>
        ${k === undefined
          ? html`<dt>Readiness</dt><dd>It has not been asked yet.</dd>`
          : html`<dt>Asked</dt><dd>${moment(k.at)}</dd>
              ${k.account ? html`<dt>Acts as</dt><dd>${k.account}</dd>` : nothing}
              ${k.lastSuccess ? html`<dt>Last success</dt><dd>${moment(k.lastSuccess)}</dd>` : nothing}
              ${k.clockSkew ? html`<dt>Its clock</dt><dd>${skew(k.clockSkew)}</dd>` : nothing}
              ${k.rateLimit ? html`<dt>Calls left</dt><dd>${k.rateLimitRemaining ?? '–'} of ${k.rateLimit}</dd>` : nothing}
              ${grants(k).length > 0
                ? html`<dt>Permissions</dt><dd class="grants">${grants(k).map((g) => html`<span title=${g.detail}>${badge(`${g.action}: ${g.state.toLowerCase().replace('_', ' ')}`, GRANTS[g.state] ?? 'plain')}</span>`)}</dd>`
                : nothing}`}
      </dl>
    </section>`;
  }

  private settings(c: ConnectorInfo, data: Data): TemplateResult {
    const values = data.settings?.[c.name];
    const known = data.kinds.find((k) => k.kind === c.kind)?.settings ?? [];
    return html`<section class="card">
      <header><h2>Settings</h2></header>
      ${data.settings === undefined
        ? emptyState('Not yours to see', 'Settings are shown to connector admins and auditors.')
        : values === undefined
          ? emptyState('Described in a file', `connectors.d/${c.name}.yaml of the home folder describes it.`)
          : table<Value>(
              `Settings of ${c.name}`,
              [
                { head: 'Key', cell: (v) => html`<code>${v.key}</code>` },
                { head: 'Value', cell: (v) => (v.secret ? html`<span class="dim">${v.from === 'default' ? 'not given' : 'given, not shown'}</span>` : (v.value ?? html`<span class="dim">default${defaultOf(known, v.key)}</span>`)) },
                { head: 'From', cell: (v) => v.from, minor: true },
                { head: 'Meaning', cell: (v) => known.find((s) => s.key === v.key)?.about ?? '', minor: true },
              ],
              values,
              (v) => v.key,
            )}
    </section>`;
  }

  private actions(c: ConnectorInfo): TemplateResult {
    const chosen = c.actions.find((a) => a.topic === this.action);
    return html`<section class="card">
      <header><h2>Actions</h2><span class="count">${c.actions.length}</span></header>
      ${table<ActionInfo>(
        `Actions of ${c.name}`,
        [
          { head: 'Action', cell: (a) => html`<strong>${a.topic.slice(a.topic.indexOf('.') + 1)}</strong><br /><span class="dim">${a.description}</span>` },
          { head: 'Effect', cell: (a) => badge(a.effect, a.effect === 'contain' ? 'warn' : 'plain'), minor: true },
          { head: 'Reversible', cell: (a) => a.reversibility.replace('_', ' '), minor: true },
          {
            head: '',
            cell: (a) =>
              may('responder')
                ? html`<button class="button small" aria-expanded=${a.topic === this.action} @click=${() => this.choose(a.topic)}>Rehearse</button>`
                : nothing,
            numeric: true,
          },
        ],
        c.actions,
        (a) => a.topic,
      )}
      ${chosen === undefined ? nothing : this.form(chosen)}
    </section>`;
  }

  private choose(topic: string): void {
    this.action = this.action === topic ? '' : topic;
    this.rehearsed = undefined;
    this.rehearseFailure = undefined;
  }

  private form(a: ActionInfo): TemplateResult {
    return html`<form class="action-form" aria-label="Rehearse ${a.topic}" @submit=${(e: SubmitEvent) => void this.rehearse(e, a)}>
        ${a.inputs.map(
          (i) => html`<label class="field">
            <span>${i.name}${i.required ? '' : html` <span class="dim">optional</span>`}</span>
            <input name=${i.name} autocomplete="off" ?required=${i.required} />
            <small>${i.description}${i.type === 'text' ? '' : ` (${i.type}${i.type.startsWith('list') ? ', commas between' : ''})`}</small>
          </label>`,
        )}
        <footer>
          <button class="button primary" ?disabled=${this.rehearsing}>${this.rehearsing ? 'Rehearsing …' : 'Rehearse'}</button>
          <span class="dim">Reads only; nothing is changed.</span>
        </footer>
      </form>
      ${this.rehearsing ? loading() : nothing}
      ${this.rehearseFailure === undefined ? nothing : html`<div class="card-body">${errorState(this.rehearseFailure)}</div>`}
      ${this.rehearsed === undefined ? nothing : this.verdict(this.rehearsed)}`;
  }

  private verdict(r: Rehearsal): TemplateResult {
    return html`<div class="verdict" role="status">
      <p><strong>${r.sentence}</strong></p>
      <p>${r.affected} affected${r.targets.length > 0 ? html`: ${r.targets.join(', ')}` : nothing}</p>
      <p>${ruling(r.policy)} <span class="dim">${r.policy.reason} (rule ${r.policy.rule})</span></p>
    </div>`;
  }

  private async rehearse(e: SubmitEvent, a: ActionInfo): Promise<void> {
    e.preventDefault();
    const given = new FormData(e.target as HTMLFormElement);
    const inputs: Record<string, unknown> = {};
    for (const i of a.inputs) {
      const text = String(given.get(i.name) ?? '').trim();
      if (text !== '') {
        inputs[i.name] = typedInput(text, i.type);
      }
    }
    this.rehearsing = true;
    this.rehearsed = undefined;
    this.rehearseFailure = undefined;
    try {
      this.rehearsed = await rehearse<Rehearsal>('/api/v1/actions', { mode: 'rehearse', topic: a.topic, inputs });
    } catch (problem) {
      this.rehearseFailure = problem;
    } finally {
      this.rehearsing = false;
    }
  }

  private async check(name: string): Promise<void> {
    this.checking = name === '' ? 'all' : name;
    this.checkFailure = undefined;
    try {
      await post(name === '' ? '/api/v1/connectors/checkup' : `/api/v1/connectors/${encodeURIComponent(name)}/checkup`);
    } catch (e) {
      // The slowest vendor may take longer than this browser waits; the answers are in the list all the same.
      this.checkFailure = e instanceof Problem ? e : undefined;
    } finally {
      this.checking = '';
      await this.readAgain();
    }
  }
}

function grants(k: Checkup): readonly Permission[] {
  return k.grants as unknown as readonly Permission[];
}

/** An ISO 8601 duration such as PT-0.25S, by which a vendor's clock is ahead of ours. */
function skew(duration: string): string {
  const parts = /^(-)?PT(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?$/.exec(duration);
  const seconds = Number(parts?.[2] ?? 0) * 3_600 + Number(parts?.[3] ?? 0) * 60 + Number(parts?.[4] ?? 0);
  if (parts === null || Math.abs(seconds) < 1) {
    return parts === null ? duration : 'as ours, to the second';
  }
  const ahead = parts[1] === undefined ? seconds > 0 : seconds < 0;
  return `${span(Math.abs(seconds) * 1000)} ${ahead ? 'ahead of' : 'behind'} ours`;
}

function defaultOf(known: readonly Setting[], key: string): string {
  const value = known.find((s) => s.key === key)?.byDefault ?? '';
  return value === '' ? '' : ` (${value})`;
}

export function settingsTable(kind: string, settings: readonly Setting[]): TemplateResult {
  return table<Setting>(
    `Settings of kind ${kind}`,
    [
      { head: 'Key', cell: (s) => html`<code>${s.key}</code>` },
      { head: 'Type', cell: (s) => s.type, minor: true },
      { head: 'Needed', cell: (s) => (s.required ? 'yes' : s.byDefault === '' ? 'no' : html`default <code>${s.byDefault}</code>`) },
      { head: 'Meaning', cell: (s) => s.about },
    ],
    settings,
    (s) => s.key,
  );
}
