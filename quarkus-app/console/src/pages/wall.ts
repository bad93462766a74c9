import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { get, path, type Items } from '../api';
import { Page } from '../page';
import { badge, severityBadge, stateBadge } from '../parts/badge';
import { count } from '../parts/count';
import { icon } from '../parts/icon';
import { usd } from '../parts/money';
import { emptyState } from '../parts/states';
import { actionWords, splitTarget, targetLabel } from '../parts/target';
import { moment, span } from '../parts/time';
import type { Fire, Severity, TrailEntry, Wall } from '../types';
import './wall.css';

const RATE_EVERY_MS = 60_000;
const RATE_SETTLES_MS = 1_000;
const RATE_MINUTES = 60;

/** What is on fire, what waits for a person, and what Firebreak itself cannot do right now. */
@customElement('fb-wall')
export class WallPage extends Page<Wall> {
  /** Alerts of the last hour, five minutes each; undefined where they are not counted. */
  @state() private rate: readonly number[] | undefined;
  private rateTimer: ReturnType<typeof setTimeout> | undefined;
  private rateSoon: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.readRate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.rateTimer);
    clearTimeout(this.rateSoon);
    this.rateSoon = undefined;
  }

  protected override concerns(entry: TrailEntry): boolean {
    if (entry.kind.startsWith('alert.') || entry.kind === 'incident.opened') {
      this.rateSoon ??= setTimeout(() => {
        this.rateSoon = undefined;
        void this.readRate();
      }, RATE_SETTLES_MS);
    }
    return true;
  }

  protected override read(): Promise<Wall> {
    return get<Wall>('/api/v1/wall');
  }

  /** Reads it now, and again after a while: what is more than an hour old counts no more. */
  private async readRate(): Promise<void> {
    clearTimeout(this.rateTimer);
    this.rateTimer = setTimeout(() => void this.readRate(), RATE_EVERY_MS);
    const to = new Date();
    const from = new Date(to.getTime() - RATE_MINUTES * 60_000);
    try {
      const counts = await get<Items<{ at: string; count: number }>>(
        path('/api/v1/metrics/alerts', { from: from.toISOString(), to: to.toISOString(), bucket: 'PT5M' }),
      );
      const buckets = Array<number>(RATE_MINUTES / 5 + 1).fill(0);
      for (const c of counts.items) {
        const at = Math.floor((Date.parse(c.at) - from.getTime()) / 300_000) + 1;
        buckets[at] = (buckets[at] ?? 0) + c.count;
      }
      this.rate = buckets;
    } catch {
      this.rate = undefined;
    }
  }

  protected override show(w: Wall): TemplateResult {
    return html`<div class="page">
      <div class="wall">
        <h1 class="hidden">Wall</h1>
        ${this.tiles(w)}
        <div class="wall-main">
          <section aria-labelledby="fires">
            <h2 id="fires" class="hidden">Open incidents</h2>
            ${w.incidents.length === 0
              ? html`<div class="card">${emptyState('Nothing is on fire', 'Open incidents appear here as they are opened.')}</div>`
              : html`<ol class="fires">${repeat(w.incidents, (f) => f.incident.id, fire)}</ol>`}
            ${w.more ? html`<p class="state">There are more. <a href="/incidents?state=open">All open incidents</a></p>` : nothing}
          </section>
          <div class="wall-side">${waiting(w)} ${notHolding(w)} ${down(w)}</div>
        </div>
      </div>
    </div>`;
  }

  private tiles(w: Wall): TemplateResult {
    const burning = w.incidents.filter((f) => (f.containedAt ?? null) === null);
    const atRisk = burning.filter((f) => !f.exposureHeld).reduce((sum, f) => sum + Number(f.exposureUsdPerSecond ?? 0), 0);
    const known = w.incidents.some((f) => Number(f.exposureUsdPerSecond ?? 0) > 0);
    const people = w.approvals.length + w.tasks.length + w.stuck.length;
    return html`<div class="tiles">
      ${tile('/incidents?state=open', String(w.incidents.length) + (w.more ? '+' : ''), w.incidents.length === 1 ? 'open incident' : 'open incidents', severities(w), w.incidents.length > 0 && burning.length > 0 ? 'bad' : '')}
      ${tile('/incidents?state=open', atRisk > 0 ? usd(atRisk) : '–', 'a second at risk', atRisk > 0 ? 'alerts say, and not every wallet is held' : known ? 'the wallets that alerts name are held' : 'no alert says how much leaves', atRisk > 0 ? 'bad' : '')}
      ${tile('/approvals', String(people), 'wait for a person', `${count(w.approvals.length, 'approval')}, ${count(w.tasks.length, 'task')}, ${w.stuck.length} stuck`, people > 0 ? 'warn' : '')}
      ${tile('/incidents', String(w.notHolding.length), 'containments not holding', w.notHolding.length > 0 ? 'read back: not in force' : 'all read back as in force', w.notHolding.length > 0 ? 'bad' : '')}
      ${this.rateTile(w)}
    </div>`;
  }

  private rateTile(w: Wall): TemplateResult {
    if (this.rate === undefined) {
      return tile('/connectors', String(w.down.length), 'connectors down', w.down.length > 0 ? 'cannot act' : 'none is known to be', w.down.length > 0 ? 'bad' : '');
    }
    const total = this.rate.reduce((a, b) => a + b, 0);
    const most = Math.max(1, ...this.rate);
    const width = 100 / this.rate.length;
    return html`<a class="tile" href="/metrics">
      <span class="value">${total}</span><span class="label">alerts in the last hour</span>
      <svg class="bars" viewBox="0 0 100 34" preserveAspectRatio="none" role="img" aria-label="Alerts every five minutes of the last hour, most ${most}">
        ${this.rate.map((n, i) => svg`<rect x=${i * width} y=${34 - (n / most) * 34} width=${width * 0.8} height=${(n / most) * 34}/>`)}
      </svg>
    </a>`;
  }
}

function tile(href: string, value: string, label: string, more: string | TemplateResult, tone: string): TemplateResult {
  return html`<a class="tile ${tone}" href=${href}>
    <span class="value">${value}</span><span class="label">${label}</span><span class="more">${more}</span>
  </a>`;
}

function severities(w: Wall): string {
  const counts = new Map<Severity, number>();
  w.incidents.forEach((f) => counts.set(f.incident.severity, (counts.get(f.incident.severity) ?? 0) + 1));
  return counts.size === 0 ? 'all quiet' : [...counts].map(([s, n]) => `${n} ${s}`).join(', ');
}

function fire(f: Fire): TemplateResult {
  const i = f.incident;
  return html`<li class="fire ${i.severity}">
    <div>
      <p class="meta">${severityBadge(i.severity)}<span>${i.playbook}</span><span>${count(i.alertCount, 'alert')}${i.duplicateCount > 0 ? `, ${count(i.duplicateCount, 'repeat')}` : ''}</span></p>
      <h3><a href="/incidents/${i.id}">${i.title}</a></h3>
      <p class="targets">
        ${f.targets.map((t) => targetLabel(t))}
        ${f.targetCount > f.targets.length ? html`<span class="dim">and ${f.targetCount - f.targets.length} more</span>` : nothing}
      </p>
    </div>
    <div class="watch">
      <fb-clock .since=${i.firstAlertAt}></fb-clock>
      <span class="dim">since the first alert</span>
      ${f.exposureUsdPerSecond ? html`<div class="rate ${f.exposureHeld ? 'held' : ''}">${usd(Number(f.exposureUsdPerSecond))} a second${f.exposureHeld ? ', wallets held' : ''}</div>` : nothing}
    </div>
    ${progress(f)}
  </li>`;
}

function progress(f: Fire): TemplateResult | typeof nothing {
  const parts = Object.entries(f.containments).flatMap(([s, n]) => Array<string>(Math.min(n, 24)).fill(s));
  const total = Object.values(f.containments).reduce((a, b) => a + b, 0);
  if (total === 0) {
    return html`<p class="progress dim">No containment asked for yet.</p>`;
  }
  const holding = f.containments['confirmed'] ?? 0;
  const words = f.containedAt
    ? `Contained ${span(Date.parse(f.containedAt) - Date.parse(f.incident.firstAlertAt))} after the first alert`
    : `${holding} of ${total} containments confirmed`;
  return html`<div class="progress">
    <span class="track" aria-hidden="true">${parts.map((s) => html`<i class=${s}></i>`)}</span><span class="words">${words}</span>
  </div>`;
}

function waiting(w: Wall): TemplateResult {
  const none = w.approvals.length + w.tasks.length + w.stuck.length === 0;
  return html`<section class="card first" aria-labelledby="waiting">
    <header>${icon('person')}<h2 id="waiting">Waits for a person</h2></header>
    ${none
      ? emptyState('Nobody is waited for')
      : html`<ul class="todo">
          ${w.approvals.map(
            (a) => html`<li>
              <a class="what" href="/approvals/${a.id}">Approve: ${actionWords(a.topic)}</a>
              <fb-clock class="right" .until=${a.expiresAt}></fb-clock>
              <span>${targetLabel(a.target)}</span>
              <span class="right dim">${a.votes.filter((v) => v.vote === 'approve').length} of ${a.needed} yes</span>
            </li>`,
          )}
          ${w.tasks.map(
            (t) => html`<li>
              <a class="what" href="/incidents/${t.incident}">Task: ${t.name}</a>
              ${t.due ? html`<fb-clock class="right" .until=${t.due}></fb-clock>` : html`<span></span>`}
              <span class="dim">open since ${moment(t.createdAt)}</span>
            </li>`,
          )}
          ${w.stuck.map(
            (r) => html`<li>
              <a class="what" href="/incidents/${r.incident}">Stuck: ${r.run.playbook}</a>${badge('stuck', 'bad')}
              <span class="dim">${r.run.problem ?? r.title}</span>
            </li>`,
          )}
        </ul>`}
  </section>`;
}

function notHolding(w: Wall): TemplateResult | typeof nothing {
  if (w.notHolding.length === 0) {
    return nothing;
  }
  return html`<section class="card first" aria-labelledby="not-holding">
    <header>${icon('warning')}<h2 id="not-holding">Containments not holding</h2></header>
    <ul class="todo">
      ${w.notHolding.map(
        (c) => html`<li>
          <a class="what" href="/incidents/${c.incident}">${splitTarget(c.target).id}</a>${stateBadge(c.state)}
          <span class="dim">${actionWords(c.topic)}${c.detail ? `: ${c.detail}` : ''}</span>
          <span class="right dim">read back ${moment(c.lastProbeAt)}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}

function down(w: Wall): TemplateResult {
  return html`<section class="card" aria-labelledby="down">
    <header>${icon('connector')}<h2 id="down">Connectors</h2></header>
    ${w.down.length === 0
      ? html`<p class="card-body dim">None is known to be down.</p>`
      : html`<ul class="todo">
          ${w.down.map(
            (d) => html`<li>
              <a class="what" href="/connectors">${d.connector}</a>${badge(d.state.replace(/_/g, ' '), 'bad')}
              <span class="dim">${d.problem ?? 'It cannot act.'}</span><span class="right dim">${moment(d.since)}</span>
            </li>`,
          )}
        </ul>`}
  </section>`;
}
