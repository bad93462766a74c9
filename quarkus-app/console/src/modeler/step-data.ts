import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import type { Previewed, Rehearsal, StepItems, Store } from './store';

/** What can be read at a step, as expressions to copy with what they held; and what an expression yields. */
@customElement('fb-step-data')
export class StepData extends Part {
  @property({ attribute: false }) store: Store | undefined;
  @property({ attribute: false }) file: (() => Promise<string>) | undefined;
  @property() step = '';
  /** A recorded one to try expressions on; without it the newest run or a case. */
  @property() incident = '';
  @property({ attribute: false }) rehearsal: Rehearsal | undefined;
  @state() private wanted = '';
  @state() private data: StepItems | undefined;
  @state() private failure: unknown;
  @state() private given: Previewed | undefined;
  private text = '';

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('step')) {
      void this.read();
    }
  }

  private async read(): Promise<void> {
    this.data = undefined;
    this.failure = undefined;
    if (this.step === '' || this.store === undefined) {
      return;
    }
    const asked = this.step;
    try {
      const data = await this.store.data(asked, await this.file?.());
      if (asked === this.step) {
        this.data = data;
      }
    } catch (e) {
      this.failure = e;
    }
  }

  private async preview(e: Event): Promise<void> {
    e.preventDefault();
    try {
      this.given = await this.store?.preview(this.text, this.incident);
      this.failure = undefined;
    } catch (problem) {
      this.failure = problem;
    }
  }

  protected override render(): TemplateResult {
    const inputs = this.rehearsal?.steps.find((s) => s.element === this.step)?.inputs as object | undefined;
    const wanted = this.wanted.toLowerCase();
    const items = this.data?.items.filter((i) => i.expression.toLowerCase().includes(wanted)) ?? [];
    return html`<div class="card-body">
        ${this.failure === undefined ? nothing : errorState(this.failure)}
        ${inputs === undefined || Object.keys(inputs).length === 0 ? nothing : html`<p>In the rehearsal it was given <code>${JSON.stringify(inputs)}</code></p>`}
        <form class="filters" @submit=${(e: Event) => void this.preview(e)}>
          <label class="field grow"><span>Try an expression</span>
            <input class="mono" name="expression" autocomplete="off" placeholder="\${count.wallet > 0}" @input=${(e: Event) => (this.text = (e.target as HTMLInputElement).value)} /></label>
          <button class="button">Try</button>
          <output class="given">${this.result()}</output>
          <label class="field grow"><span>Search what can be read here</span>
            <input type="search" .value=${this.wanted} @input=${(e: Event) => (this.wanted = (e.target as HTMLInputElement).value)} /></label>
        </form>
        ${this.data === undefined ? nothing : html`<p class="dim">Samples are of ${this.data.from}.</p>`}
      </div>
      ${this.step === ''
        ? emptyState('Choose a step', 'Click an element of the diagram: what it can read is listed here.')
        : this.data === undefined
          ? this.failure === undefined
            ? loading()
            : nothing
          : html`<ul class="findings">
              ${items.map(
                (i) => html`<li><button @click=${() => void copy(i.expression)} title="Copy this expression">
                  <span aria-hidden="true">⧉</span><code>${i.expression}</code><span>${i.sample === undefined || i.sample === null ? html`<span class="dim">${i.type}</span>` : JSON.stringify(i.sample)}</span>
                </button></li>`,
              )}
            </ul>`}`;
  }

  private result(): TemplateResult | string {
    const g = this.given;
    if (g === undefined) {
      return '';
    }
    return g.problem ? html`<span class="bad">${g.problem}</span>` : html`<code>${typeof g.value === 'string' ? g.value : JSON.stringify(g.value ?? null)}</code> <span class="dim">${g.type}</span>`;
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
