import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { icon } from '../parts/icon';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import type { Incident } from '../types';
import type { Previewed, Rehearsal, StepItems, Store } from './store';

/** What can be read at a step, as expressions to copy with what they held; and what an expression yields. */
@customElement('fb-step-data')
export class StepData extends Part {
  @property({ attribute: false }) store: Store | undefined;
  @property({ attribute: false }) file: (() => Promise<string>) | undefined;
  @property() step = '';
  /** Recorded ones, whose data can be looked at. */
  @property({ attribute: false }) incidents: readonly Incident[] = [];
  @property({ attribute: false }) rehearsal: Rehearsal | undefined;
  /** The recorded one that is looked at; empty for the newest run or a case. */
  @state() private incident = '';
  @state() private text = '';
  @state() private wanted = '';
  @state() private data: StepItems | undefined;
  @state() private failure: unknown;
  @state() private given: Previewed | undefined;

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('step')) {
      void this.read();
    }
  }

  private choose(incident: string): void {
    this.incident = incident;
    this.given = undefined;
    void this.read();
  }

  private async read(): Promise<void> {
    this.data = undefined;
    this.failure = undefined;
    if (this.step === '' || this.store === undefined) {
      return;
    }
    const [step, incident] = [this.step, this.incident];
    // An answer that comes late must not stand in the place of a later one.
    const isWanted = (): boolean => step === this.step && incident === this.incident;
    try {
      const data = await this.store.data(step, await this.file?.(), incident);
      if (isWanted()) {
        this.data = data;
      }
    } catch (e) {
      if (isWanted()) {
        this.failure = e;
      }
    }
  }

  private async preview(): Promise<void> {
    if (this.text.trim() === '') {
      return;
    }
    try {
      this.given = await this.store?.preview(this.text, this.incident);
      this.failure = undefined;
    } catch (problem) {
      this.given = undefined;
      this.failure = problem;
    }
  }

  /** Takes what was picked along, and shows what it yields. */
  private pick(expression: string): void {
    this.text = expression;
    void copy(expression);
    void this.preview();
  }

  protected override render(): TemplateResult {
    const inputs = this.rehearsal?.steps.find((s) => s.element === this.step)?.inputs as object | undefined;
    const wanted = this.wanted.toLowerCase();
    const items = this.data?.items.filter((i) => i.expression.toLowerCase().includes(wanted)) ?? [];
    return html`<div class="card-body">
        ${this.failure === undefined ? nothing : errorState(this.failure)}
        ${inputs === undefined || Object.keys(inputs).length === 0 ? nothing : html`<p>In the rehearsal it was given <code>${JSON.stringify(inputs)}</code></p>`}
        <form class="filters" @submit=${(e: Event) => (e.preventDefault(), void this.preview())}>
          <label class="field grow"><span>On the data of</span>
            <select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value)}>
              <option value="">the newest run, or a case beside the playbook</option>
              ${this.incidents.map((i) => html`<option value=${i.id} ?selected=${i.id === this.incident}>${i.title} (${i.state})</option>`)}
            </select></label>
          <label class="field grow"><span>Try an expression</span>
            <input class="mono" name="expression" autocomplete="off" placeholder="\${count.wallet > 0}" .value=${this.text} @input=${(e: Event) => (this.text = (e.target as HTMLInputElement).value)} /></label>
          <button class="button">Try</button>
          <label class="field grow"><span>Search what can be read here</span>
            <input type="search" .value=${this.wanted} @input=${(e: Event) => (this.wanted = (e.target as HTMLInputElement).value)} /></label>
        </form>
        <output class="given" aria-label="What it yields">${this.result()}</output>
        ${this.data === undefined ? nothing : html`<p class="dim">What can be read at <code>${this.step}</code>; samples are of ${source(this.data.from)}.</p>`}
      </div>
      ${this.step === ''
        ? emptyState('Choose a step', 'Click an element of the diagram: what it can read is listed here.')
        : this.data === undefined
          ? this.failure === undefined
            ? loading()
            : nothing
          : html`<ul class="findings">
              ${items.map(
                (i) => html`<li><button @click=${() => this.pick(i.expression)} title="Copy this expression and try it">
                  ${icon('play')}<code>${i.expression}</code><span>${i.sample === undefined || i.sample === null ? html`<span class="dim">${i.type}</span>` : JSON.stringify(i.sample)}</span>
                </button></li>`,
              )}
            </ul>`}`;
  }

  private result(): TemplateResult | string {
    const g = this.given;
    if (g === undefined) {
      return '';
    }
    return g.problem ? html`<span class="bad">${g.problem}</span>` : html`yields <code>${typeof g.value === 'string' ? g.value : JSON.stringify(g.value ?? null)}</code> <span class="dim">${g.type}</span>`;
  }
}

function source(from: string): string {
  switch (from) {
    case 'run':
      return 'the newest run';
    case 'incident':
      return 'this incident';
    default:
      return from;
  }
}

async function copy(expression: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(expression);
    toast(`${expression} is copied.`);
  } catch {
    toast(`The browser does not let this page copy; the expression is ${expression}`);
  }
}
