import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, path, post, type Items } from '../api';
import { Page } from '../page';
import { badge, severityBadge, type Tone } from '../parts/badge';
import { ask } from '../parts/dialog';
import { emptyState, errorState, loading } from '../parts/states';
import { table } from '../parts/table';
import { moment } from '../parts/time';
import { toast } from '../parts/toast';
import { keepQuery } from '../router';
import { may, mayRead } from '../session';
import type { Severity, TrailEntry } from '../types';
import './connectors.css';

interface Source {
  readonly id: string;
  readonly kind: string;
  readonly critical: boolean;
  readonly url: string;
}

interface Fate {
  readonly alert: string;
  readonly uid: string;
  readonly title: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly state: string;
  readonly incident?: string | null;
  readonly note?: string | null;
}

interface Message {
  readonly id: string;
  readonly source: string;
  readonly messageId?: string | null;
  readonly receivedAt: string;
  readonly state: string;
  readonly reason?: string | null;
  readonly replayOf?: string | null;
  readonly replayedBy?: string | null;
  readonly size: number;
  readonly alerts: readonly Fate[];
}

interface Answer {
  readonly outcome: string;
  readonly sentence: string;
  readonly alert?: string | null;
  readonly incident?: string | null;
  readonly rules: readonly string[];
}

interface Payload {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Data {
  readonly sources: readonly Source[];
  readonly heard: Readonly<Record<string, string>>;
  /** Undefined for those who may not read what alerts say. */
  readonly messages: readonly Message[] | undefined;
}

interface Opened {
  readonly id: string;
  readonly answers?: readonly Answer[];
  readonly payload?: Payload;
  readonly failure?: unknown;
}

const NEWEST = 50;
const STATES: Readonly<Record<string, Tone>> = {
  opened: 'warn',
  joined: 'busy',
  duplicate: 'plain',
  noted: 'plain',
  new: 'busy',
  'kept-aside': 'bad',
};

/** Who sends, what just came in, and why a message did or did not become an incident. */
@customElement('fb-sources')
export class Sources extends Page<Data> {
  @state() private source = new URLSearchParams(location.search).get('source') ?? '';
  @state() private opened: Opened | undefined;
  @state() private paused = false;

  protected override concerns(entry: TrailEntry): boolean {
    return !this.paused && /^(alert|message|source|incident)\./.test(entry.kind);
  }

  protected override async read(): Promise<Data> {
    const [sources, heard, messages] = await Promise.all([
      get<Items<Source>>('/api/v1/sources'),
      get<Record<string, string>>('/api/v1/installed/last-heard'),
      mayRead() ? get<Items<Message>>(path('/api/v1/messages', { source: this.source, limit: NEWEST })) : undefined,
    ]);
    if (this.opened !== undefined) {
      void this.explain(this.opened.id);
    }
    return { sources: sources.items, heard, messages: messages?.items };
  }

  protected override show(data: Data): TemplateResult {
    return html`<div class="page">
      <header class="page-head"><h1>Sources</h1><span class="dim">${data.sources.length} configured</span></header>
      <div class="stack">
        <section class="card">
          ${data.sources.length === 0
            ? emptyState('No source is configured', 'Set firebreak.sources.<name>.kind and its settings.')
            : table<Source>(
                'Sources',
                [
                  { head: 'Source', cell: (s) => html`<button class="link" @click=${() => this.filter(s.id)}>${s.id}</button>` },
                  { head: 'Kind', cell: (s) => s.kind, minor: true },
                  { head: 'Lane', cell: (s) => (s.critical ? badge('critical', 'warn') : 'by severity'), minor: true },
                  { head: 'Sends to', cell: (s) => html`<code>${s.url}</code>`, minor: true },
                  { head: 'Last message', cell: (s) => (data.heard[s.id] === undefined ? html`<span class="dim">none in 30 days</span>` : moment(data.heard[s.id])), numeric: true },
                ],
                data.sources,
                (s) => s.id,
              )}
        </section>
        ${this.tail(data)}
      </div>
    </div>`;
  }

  private tail(data: Data): TemplateResult {
    return html`<section class="card" aria-labelledby="tail">
      <header>
        <h2 id="tail">What just came in</h2>
        <span class="count">newest ${NEWEST}</span>
        <div class="actions">
          <label class="field"><span class="hidden">Source</span>
            <select @change=${(e: Event) => this.filter((e.target as HTMLSelectElement).value)}>
              <option value="">All sources</option>
              ${data.sources.map((s) => html`<option value=${s.id} ?selected=${s.id === this.source}>${s.id}</option>`)}
            </select>
          </label>
          <button class="button" aria-pressed=${this.paused} @click=${() => this.pause()}>${this.paused ? 'Go on' : 'Hold'}</button>
        </div>
      </header>
      ${data.messages === undefined
        ? emptyState('Not yours to see', 'What alerts say is shown to those who may read incidents.')
        : data.messages.length === 0
        ? emptyState('Nothing came in yet', 'Messages appear here as they arrive, also those that open nothing.')
        : html`<ul class="tail">${data.messages.map((m) => this.line(m))}</ul>`}
    </section>`;
  }

  private line(m: Message): TemplateResult {
    const open = this.opened?.id === m.id;
    const first = m.alerts[0];
    return html`<li>
      <button class="line" aria-expanded=${open} @click=${() => void this.open(m)}>
        <span>${moment(m.receivedAt)}</span>
        <span class="dim">${m.source}${m.replayOf ? ' (replay)' : ''}</span>
        <span>${first === undefined ? (m.reason ?? 'no alert') : html`${severityBadge(first.severity)} ${first.title || first.rule || first.uid}${m.alerts.length > 1 ? ` and ${m.alerts.length - 1} more` : ''}`}</span>
        <span>${fate(m)}</span>
      </button>
      ${open ? this.more(m) : nothing}
    </li>`;
  }

  private more(m: Message): TemplateResult {
    const o = this.opened;
    return html`<div class="more">
      ${o?.failure === undefined ? nothing : errorState(o.failure)}
      ${o?.answers === undefined
        ? loading()
        : html`<h3>${m.alerts.some((a) => a.state === 'opened') ? 'What became of it' : 'Why it did not become an incident'}</h3>
            <ul class="stack">${o.answers.map(
              (a) => html`<li class="why">${a.sentence} ${a.incident ? html`<a href="/incidents/${a.incident}">Open the incident</a>` : nothing}</li>`,
            )}</ul>`}
      ${m.replayOf ? html`<p class="dim">A replay by ${m.replayedBy} of the message ${m.replayOf}.</p>` : nothing}
      <p class="dim mono">${m.messageId ? html`sender's id ${m.messageId}, ` : nothing}${m.id}, ${m.size} bytes</p>
      <div class="row">
        ${may('responder', 'auditor') && o?.payload === undefined
          ? html`<button class="button small" @click=${() => void this.payload(m)}>Show what it says</button>`
          : nothing}
        ${may('responder') && m.state === 'accepted' && m.alerts.length > 0
          ? html`<button class="button small" @click=${() => void this.replay(m)}>Replay</button>`
          : nothing}
        ${may('responder') && m.state === 'kept-aside'
          ? html`<button class="button small" @click=${() => void this.resend(m)}>Send again</button>`
          : nothing}
      </div>
      ${o?.payload === undefined
        ? nothing
        : html`<dl class="facts">${Object.entries(o.payload.headers).map(([k, v]) => html`<dt class="mono">${k}</dt><dd class="mono">${v}</dd>`)}</dl>
            <pre class="payload" tabindex="0" aria-label="Payload">${pretty(o.payload.body)}</pre>`}
    </div>`;
  }

  private filter(source: string): void {
    this.source = source;
    this.opened = undefined;
    keepQuery({ source });
    void this.readAgain();
  }

  private pause(): void {
    this.paused = !this.paused;
    if (!this.paused) {
      void this.readAgain();
    }
  }

  private async open(m: Message): Promise<void> {
    if (this.opened?.id === m.id) {
      this.opened = undefined;
      return;
    }
    this.opened = { id: m.id };
    await this.explain(m.id);
  }

  private async explain(id: string): Promise<void> {
    await this.add(id, async () => ({ answers: (await get<Items<Answer>>(`/api/v1/messages/${id}/explanation`)).items }));
  }

  private async payload(m: Message): Promise<void> {
    await this.add(m.id, async () => ({ payload: await get<Payload>(`/api/v1/messages/${m.id}/payload`) }));
  }

  private async add(id: string, read: () => Promise<Partial<Opened>>): Promise<void> {
    let more: Partial<Opened>;
    try {
      more = await read();
    } catch (failure) {
      more = { failure };
    }
    if (this.opened?.id === id) {
      this.opened = { ...this.opened, ...more };
    }
  }

  private async replay(m: Message): Promise<void> {
    await ask({
      title: 'Replay this message?',
      text: html`<p>It is worked on once more <strong>for real</strong>: it may open an incident, run a playbook and have
        connectors act. It is stored anew as your replay, and you will have no vote on what follows from it.</p>`,
      confirm: 'Replay it',
      danger: true,
      field: { label: 'Why', hint: 'Goes into the audit trail.' },
      run: async (reason) => {
        await post(`/api/v1/messages/${m.id}/replay`, { reason });
        toast('Replayed; it is the newest line here.');
        await this.readAgain();
      },
    });
  }

  private async resend(m: Message): Promise<void> {
    await ask({
      title: 'Send this message again?',
      text: 'It is read again with the settings of now. What it says may then open an incident; you will have no vote on what follows.',
      confirm: 'Send again',
      run: async () => {
        await post(`/api/v1/kept-aside/${m.id}/resend`);
        toast('It could be read and was accepted.');
        await this.readAgain();
      },
    });
  }

}

function fate(m: Message): TemplateResult {
  if (m.alerts.length === 0) {
    return badge(m.state === 'kept-aside' ? 'kept aside' : m.state, STATES[m.state] ?? 'plain');
  }
  const states = [...new Set(m.alerts.map((a) => a.state))];
  return html`${states.map((s) => badge(s === 'new' ? 'waiting' : s, STATES[s] ?? 'plain'))}`;
}

/** JSON with line breaks; anything else as it came. Shown as text, whatever it holds. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
