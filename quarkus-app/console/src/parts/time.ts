import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../part';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short' });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A moment: the clock today, day and clock before; the whole of it and UTC on hovering. */
export function moment(iso: string | null | undefined): TemplateResult {
  if (iso === null || iso === undefined) {
    return html`<span class="dim">–</span>`;
  }
  const at = new Date(iso);
  const today = new Date().toDateString() === at.toDateString();
  return html`<time datetime=${iso} title="${WHOLE.format(at)}, ${iso}">${today ? '' : `${DAY.format(at)} `}${CLOCK.format(at)}</time>`;
}

/** "4.2 s", "3 min 05 s", "2 h 10 min", "3 d 4 h". */
export function span(ms: number): string {
  const s = Math.max(0, ms) / 1000;
  if (s < 1) {
    return `${Math.round(s * 1000)} ms`;
  }
  if (s < 10) {
    return `${s.toFixed(1)} s`;
  }
  if (s < 60) {
    return `${Math.floor(s)} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${pad(s % 60)} s`;
  }
  if (s < 86_400) {
    return `${Math.floor(s / 3600)} h ${pad((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86_400)} d ${Math.floor((s % 86_400) / 3600)} h`;
}

/** A stop watch: "00:04:12", or "3 d 04:12:07". */
export function stopwatch(ms: number): string {
  const s = Math.floor(Math.max(0, ms) / 1000);
  const days = Math.floor(s / 86_400);
  const clock = `${pad((s % 86_400) / 3600)}:${pad((s % 3600) / 60)}:${pad(s % 60)}`;
  return days > 0 ? `${days} d ${clock}` : clock;
}

function pad(n: number): string {
  return String(Math.floor(n)).padStart(2, '0');
}

const ticking = new Set<Clock>();

setInterval(() => {
  if (!document.hidden) {
    ticking.forEach((c) => c.requestUpdate());
  }
}, 1000);

/** Counts up since, or down until, a moment; with neither, is empty. Screen readers are not told every second. */
@customElement('fb-clock')
export class Clock extends Part {
  @property() since: string | undefined;
  @property() until: string | undefined;
  /** Where the clock stands still: what it measures is over. */
  @property() to: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    ticking.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    ticking.delete(this);
  }

  protected override render(): TemplateResult {
    if (this.until !== undefined) {
      const left = Date.parse(this.until) - Date.now();
      return html`<span role="timer" aria-live="off" class="clock ${left < 60_000 ? 'short' : ''}">${left <= 0 ? 'time is up' : stopwatch(left)}</span>`;
    }
    const end = this.to === undefined ? Date.now() : Date.parse(this.to);
    return html`<span role="timer" aria-live="off" class="clock">${this.since === undefined ? '' : stopwatch(end - Date.parse(this.since))}</span>`;
  }
}
