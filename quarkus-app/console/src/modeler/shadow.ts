import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { badge, type Tone } from '../parts/badge';
import { emptyState, errorState } from '../parts/states';
import { moment } from '../parts/time';
import { may } from '../session';
import { Store, type Shadow, type Version } from './store';

/** A comparison ends a while after its incident does, and no event says so. */
const LOOK_EVERY_MS = 5_000;

const STATES: Readonly<Record<Shadow['plays'][number]['state'], { readonly label: string; readonly tone: Tone }>> = {
  playing: { label: 'being played', tone: 'busy' },
  same: { label: 'does the same', tone: 'good' },
  different: { label: 'differs', tone: 'warn' },
  not_comparable: { label: 'not comparable', tone: 'plain' },
  dropped: { label: 'left out', tone: 'plain' },
};

/** A newer version beside the live one, on real alerts and without effect: where they would differ. */
@customElement('fb-shadow')
export class ShadowPart extends Part {
  @property() name = '';
  @property({ attribute: false }) versions: readonly Version[] = [];
  /** Whether there is one, as far as the page knows. */
  @property() known: 'running' | 'stopped' | '' = '';
  @state() private shadow: Shadow | undefined;
  @state() private failure: unknown;
  @state() private busy = false;
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.shadow?.running && !document.hidden && void this.read(), LOOK_EVERY_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('known') && this.known !== '') {
      void this.read();
    }
  }

  private async read(): Promise<void> {
    try {
      this.shadow = await new Store(this.name).shadow();
      this.failure = undefined;
    } catch (e) {
      this.failure = e;
    }
  }

  private async act(what: (store: Store) => Promise<Shadow>): Promise<void> {
    this.busy = true;
    try {
      this.shadow = await what(new Store(this.name));
      this.failure = undefined;
    } catch (e) {
      this.failure = e;
    } finally {
      this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    const s = this.shadow;
    return html`<section class="card" aria-label="Shadow">
      <header>
        <h2>Shadow</h2>
        ${s === undefined ? nothing : this.state(s)}
        <div class="actions">${may('author', 'releaser') ? this.choices() : nothing}</div>
      </header>
      ${this.failure === undefined ? nothing : html`<div class="card-body">${errorState(this.failure)}</div>`}
      <p class="card-body dim">A version that waits can be played on every new incident, beside the live one and without effect, once the live run has ended. What it would do otherwise is listed here.</p>
      ${s === undefined ? nothing : s.plays.length === 0 ? emptyState('Nothing compared yet', 'The next incident whose run of this playbook ends is.') : this.plays(s)}
    </section>`;
  }

  private state(s: Shadow): TemplateResult {
    const version = this.versions.find((v) => v.sha256 === s.sha256)?.version;
    const differ = s.plays.filter((p) => p.state === 'different').length;
    return html`${badge(s.running ? 'running' : 'stopped', s.running ? 'busy' : 'plain')}
      <span class="dim">${version === undefined ? 'a draft' : `version ${version}`} since ${moment(s.startedAt)}: ${s.plays.length === 1 ? '1 incident' : `${s.plays.length} incidents`} compared, ${differ} with differences${s.dropped > 0 ? `, ${s.dropped} left out` : ''}</span>`;
  }

  private choices(): TemplateResult | readonly TemplateResult[] {
    if (this.shadow?.running) {
      return html`<button class="button small" ?disabled=${this.busy} @click=${() => void this.act((store) => store.stopShadow())}>Stop</button>`;
    }
    return this.versions
      .filter((v) => v.state === 'submitted')
      .map(
        (v) => html`<button class="button small" ?disabled=${this.busy}
          @click=${() => void this.act(async (store) => store.startShadow(await store.xml(v.version)))}>Try version ${v.version} beside the live one</button>`,
      );
  }

  private plays(s: Shadow): TemplateResult {
    return html`<ul class="versions">${s.plays.map(
      (p) => html`<li>
        <div>${badge(STATES[p.state].label, STATES[p.state].tone)}<br /><span class="dim">${moment(p.at)}</span></div>
        <div>
          ${p.reason ? html`<p>${p.reason}</p>` : nothing}
          ${p.differences.length === 0
            ? nothing
            : html`<ul class="differences">${p.differences.map(
                (d) => html`<li><strong>${d.kind}</strong>${d.element ? html` at <code>${d.element}</code>` : nothing}: live <q>${d.live || 'nothing'}</q>, shadow <q>${d.shadow || 'nothing'}</q></li>`,
              )}</ul>`}
        </div>
        <div><a href="/incidents/${p.incident}">Incident</a></div>
      </li>`,
    )}</ul>`;
  }
}
