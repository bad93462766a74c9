import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get, post, type Items } from '../api';
import { live } from '../live';
import { Part } from '../part';
import { may } from '../session';
import { badge, type Tone } from './badge';
import { ask } from './dialog';
import { icon } from './icon';
import { moment } from './time';

interface Deadline {
  readonly regulation: string;
  readonly applies: boolean;
  readonly clock: string;
  readonly report: string;
  readonly to: string;
  readonly limit: string;
  readonly state: 'WAITING' | 'RUNNING' | 'PASSED' | 'DONE' | 'DONE_LATE';
  readonly dueAt?: string | null;
  readonly provisional: boolean;
  readonly doneAt?: string | null;
}

const TONES: Readonly<Record<Deadline['state'], Tone>> = { WAITING: 'plain', RUNNING: 'warn', PASSED: 'bad', DONE: 'good', DONE_LATE: 'bad' };

/** What has to be reported to whom, and until when; where the law sets a clock for this incident. */
@customElement('fb-deadlines')
export class Deadlines extends Part {
  @property() incident = '';
  @state() private items: readonly Deadline[] = [];
  private unfollow: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = live.follow((entries, resync) => {
      if (resync || entries.some((e) => e.incident === this.incident && e.kind.startsWith('clock.'))) {
        void this.read();
      }
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('incident')) {
      void this.read();
    }
  }

  private async read(): Promise<void> {
    try {
      this.items = (await get<Items<Deadline>>(`/api/v1/incidents/${this.incident}/clocks`)).items.filter((d) => d.applies);
    } catch {
      this.items = [];
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.items.length === 0) {
      return nothing;
    }
    return html`<section class="card" aria-labelledby="deadlines">
      <header>
        ${icon('clock')}
        <h2 id="deadlines">Reports due</h2>
        ${may('responder') ? html`<span class="actions">${this.marker('aware', 'Aware')} ${this.marker('classified', 'Classified')}</span>` : nothing}
      </header>
      <ul class="todo">
        ${this.items.map(
          (d) => html`<li>
            <span class="what">${d.regulation}: ${d.report}</span>
            <span class="right">${d.state === 'RUNNING' && d.dueAt ? html`<fb-clock .until=${d.dueAt}></fb-clock>` : badge(d.state.toLowerCase().replace('_', ' '), TONES[d.state])}</span>
            <span class="dim">to ${d.to}, ${d.limit}${d.dueAt ? html`, due ${d.provisional ? 'at the latest ' : ''}${moment(d.dueAt)}` : nothing}</span>
            ${may('responder') && (d.state === 'RUNNING' || d.state === 'PASSED') ? html`<span class="right">${this.marker(d.clock, 'Reported')}</span>` : nothing}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private marker(mark: string, label: string): TemplateResult {
    return html`<button class="button small" aria-label="${label}: ${mark}" @click=${() => void this.mark(mark, label)}>${label}</button>`;
  }

  private async mark(mark: string, label: string): Promise<void> {
    const marked = await ask({
      title: `${label}: as of now?`,
      text: 'It goes into the audit trail, and clocks of the law start or stop by it.',
      confirm: 'Yes, now',
      field: { label: 'Note', optional: true },
      run: (note) => post(`/api/v1/incidents/${this.incident}/clocks`, note === '' ? { mark } : { mark, note }),
    });
    if (marked) {
      await this.read();
    }
  }
}
