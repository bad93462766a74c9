import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from '../live';
import { Part } from '../part';
import { badge } from '../parts/badge';
import { emptyState, errorState } from '../parts/states';
import { moment } from '../parts/time';
import { may } from '../session';
import { Store, type Shadow, type Version } from './store';

/** A newer version beside the live one, on real alerts and without effect: where they would differ. */
@customElement('fb-shadow')
export class ShadowPart extends Part {
  @property() name = '';
  /** Versions that wait and could be tried so. */
  @property({ attribute: false }) versions: readonly Version[] = [];
  @state() private shadow: Shadow | undefined;
  @state() private failure: unknown;
  @state() private busy = false;
  private unfollow: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = live.follow((entries) => {
      if (this.shadow?.running && entries.some((e) => e.kind === 'run.ended' || e.kind.startsWith('shadow.'))) {
        void this.read();
      }
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }

  private async read(): Promise<void> {
    await this.act(async () => {
      this.shadow = await new Store(this.name).shadow();
    });
  }

  private async act(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await what();
      this.failure = undefined;
    } catch (e) {
      this.failure = e;
    } finally {
      this.busy = false;
    }
  }

  private async start(version: number): Promise<void> {
    const store = new Store(this.name);
    await this.act(async () => {
      this.shadow = await store.startShadow(await store.xml(version));
    });
  }

  protected override render(): TemplateResult {
    const s = this.shadow;
    const waiting = this.versions.filter((v) => v.state === 'submitted');
    return html`<section class="card">
      <header>
        <h2>Shadow</h2>
        ${s === undefined ? nothing : html`${badge(s.running ? 'running' : 'stopped', s.running ? 'busy' : 'plain')} <span class="dim">since ${moment(s.startedAt)}, ${s.plays.length} incidents compared${s.dropped > 0 ? `, ${s.dropped} left out` : ''}</span>`}
        <div class="actions">
          ${s === undefined ? html`<button class="button small" ?disabled=${this.busy} @click=${() => void this.read()}>Show what it showed</button>` : nothing}
          ${may('author', 'releaser')
            ? s?.running
              ? html`<button class="button small" ?disabled=${this.busy} @click=${() => void this.act(async () => { this.shadow = await new Store(this.name).stopShadow(); })}>Stop</button>`
              : waiting.map((v) => html`<button class="button small" ?disabled=${this.busy} @click=${() => void this.start(v.version)}>Try version ${v.version} beside the live one</button>`)
            : nothing}
        </div>
      </header>
      ${this.failure === undefined ? nothing : html`<div class="card-body">${errorState(this.failure)}</div>`}
      ${s === undefined
        ? html`<p class="card-body dim">It is played on every new incident without effect, and shows where it would do otherwise.</p>`
        : s.plays.length === 0
          ? emptyState('Nothing compared yet', 'The next incident that runs this playbook is.')
          : html`<ul class="versions">${s.plays.map(
              (p) => html`<li>
                <div>${moment(p.at)}<br />${badge(p.state, p.differences.length > 0 ? 'warn' : p.state === 'failed' ? 'bad' : 'good')}</div>
                <div>${p.reason ? html`<p>${p.reason}</p>` : nothing}${p.differences.length === 0 && !p.reason
                  ? 'does the same'
                  : html`<ul>${p.differences.map((d) => html`<li>${d.kind}${d.element ? html` at <code>${d.element}</code>` : nothing}: live ${d.live || 'nothing'}; shadow ${d.shadow || 'nothing'}</li>`)}</ul>`}</div>
                <div><a href="/incidents/${p.incident}">incident</a></div>
              </li>`,
            )}</ul>`}
    </section>`;
  }
}
