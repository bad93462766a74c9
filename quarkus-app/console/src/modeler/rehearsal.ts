import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { badge } from '../parts/badge';
import { answerValue, missingAnswer } from '../parts/inputs';
import { errorState, loading } from '../parts/states';
import type { Incident } from '../types';
import { Marks, show, type Diagram } from './diagram';
import type { Rehearsal, Step, Store } from './store';

/** What is on the screen, played without effect for an incident or a sample; its way is painted on the diagram. */
@customElement('fb-rehearsal')
export class RehearsalPart extends Part {
  @property({ attribute: false }) store: Store | undefined;
  @property({ attribute: false }) file: (() => Promise<string>) | undefined;
  @property({ attribute: false }) diagram: Diagram | undefined;
  @property({ attribute: false }) incidents: readonly Incident[] = [];
  /** The incident it is for; empty for the sample. */
  @state() about = '';
  @state() rehearsal: Rehearsal | undefined;
  @state() private failure: unknown;
  @state() private running = false;
  @state() private script = '';
  private trace: Marks | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('diagram')) {
      this.trace = this.diagram === undefined ? undefined : new Marks(this.diagram, 'trace');
    }
  }

  async run(): Promise<void> {
    if (this.store === undefined || this.file === undefined) {
      return;
    }
    this.running = true;
    this.rehearsal = undefined;
    this.failure = undefined;
    this.trace?.clear();
    try {
      const about = this.about === '' ? { alert: SAMPLE } : { incident: this.about };
      this.rehearsal = await this.store.rehearse(await this.file(), { ...about, ...played(this.script) });
      this.askFor(this.rehearsal.stopped ?? '');
      this.paint(this.rehearsal);
    } catch (e) {
      this.failure = e;
    } finally {
      this.running = false;
      this.dispatchEvent(new Event('rehearsed'));
    }
  }

  /** Where a value is missing that a person would give, its line is there to be completed. */
  private askFor(stopped: string): void {
    const missing = missingAnswer(stopped);
    if (missing !== undefined && !this.script.includes(`${missing.task}.${missing.value}`)) {
      this.script = `${this.script}${this.script === '' ? '' : '\n'}${missing.task}.${missing.value} = `;
    }
  }

  private paint(rehearsal: Rehearsal): void {
    const order = new Map<string, number[]>();
    rehearsal.steps.forEach((s, i) => {
      const known = order.get(s.element) ?? [];
      // An action or task is told of when it is reached and again when it is done.
      order.set(s.element, known.at(-1) === i ? known : [...known, i + 1]);
    });
    order.forEach((numbers, element) => {
      this.trace?.mark(element, 'passed');
      this.trace?.label(element, numbers.length > 3 ? `${numbers[0]} … ${numbers.at(-1)}` : numbers.join(', '), '', 'order in the rehearsal');
    });
    const last = rehearsal.steps.at(-1);
    if (!rehearsal.ended && last !== undefined) {
      this.trace?.mark(last.element, 'failed');
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="card-body filters">
        <label class="field grow"><span>Rehearse it for</span>
          <select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value)}>
            <option value="">a sample alert: critical, naming a wallet, an account and a workload</option>
            ${this.incidents.map((i) => html`<option value=${i.id} ?selected=${i.id === this.about}>${i.title} (${i.state})</option>`)}
          </select>
        </label>
        <label class="field grow"><span>What people answer, and what fails</span>
          <textarea class="mono" rows="2" .value=${this.script} placeholder="decideOnLifting.lift = true&#10;freezeWallet fails UNAVAILABLE"
            @input=${(e: Event) => (this.script = (e.target as HTMLTextAreaElement).value)}></textarea></label>
      </div>
      ${this.running ? loading() : nothing}
      ${this.failure === undefined ? nothing : html`<div class="card-body">${errorState(this.failure)}</div>`}
      ${this.rehearsal === undefined ? nothing : this.steps(this.rehearsal)}`;
  }

  private choose(incident: string): void {
    this.about = incident;
    this.dispatchEvent(new Event('rehearsed'));
  }

  private steps(r: Rehearsal): TemplateResult {
    return html`<p class="card-body">${r.ended ? badge('reached its end', 'good') : badge('did not reach its end', 'warn')} ${r.stopped ?? ''}</p>
      <ol class="findings">
        ${r.steps.map(
          (s, i) => html`<li><button @click=${() => this.diagram !== undefined && show(this.diagram, s.element)}>
            <span class="dim">${i + 1}</span><code>${s.topic ?? s.element}</code><span>${describe(s)}</span>
          </button></li>`,
        )}
      </ol>`;
  }
}

/** Lines such as "task.value = true" and "step fails UNAVAILABLE", as the server takes them. */
function played(script: string): { answers: Record<string, Record<string, unknown>>; failures: Record<string, string> } {
  const answers: Record<string, Record<string, unknown>> = {};
  const failures: Record<string, string> = {};
  for (const line of script.split('\n')) {
    const answer = /^\s*([\w-]+)\.(\w+)\s*=\s*(.+?)\s*$/.exec(line);
    const failure = /^\s*([\w-]+)\s+fails\s+(\w+)\s*$/.exec(line);
    if (answer !== null) {
      (answers[answer[1]!] ??= {})[answer[2]!] = answerValue(answer[3]!);
    } else if (failure !== null) {
      failures[failure[1]!] = failure[2]!;
    }
  }
  return { answers, failures };
}

function describe(s: Step): string {
  const policy = s.policy as { readonly verdict?: string; readonly approvals?: number } | null | undefined;
  const ruling = policy?.verdict === 'ask' ? `asks ${policy.approvals ?? 1}` : (policy?.verdict ?? '');
  const parts = [s.kind === 'node' ? '' : s.kind, s.target ?? '', s.preview ?? '', ruling === 'run' ? 'runs without asking' : ruling, s.note ?? ''];
  return parts.filter((p) => p !== '').join(' · ');
}

/** What a rehearsal is about where no incident is chosen; as in the cases beside the playbooks. */
const SAMPLE = {
  uid: 'rehearsal-1',
  rule: 'hot-wallet-outflow',
  title: 'Rehearsal: critical, naming a wallet, an account and a workload',
  severity: 'critical',
  attacks: ['TA0010'],
  targets: [
    { type: 'wallet', id: 'hot-eth-1' },
    { type: 'identity', id: 'ops.kim@exchange.example' },
    { type: 'workload', id: 'custody/eth-signer-1' },
  ],
};

