import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { badge, type Tone } from '../parts/badge';
import { emptyState, errorState, loading } from '../parts/states';
import { may } from '../session';
import '../pages/connectors.css';
import { Marks, type Diagram } from './diagram';
import { Store, type CaseResult, type TestReport } from './store';

const TONES: Readonly<Record<string, Tone>> = { passed: 'good', failed: 'bad', unrecorded: 'warn' };

/** The cases beside a playbook, played against what is on the screen or what is live, and what of it they pass. */
@customElement('fb-cases')
export class Cases extends Part {
  @property() name = '';
  /** The file to play; without it what is live is played. */
  @property({ attribute: false }) file: (() => Promise<string>) | undefined;
  /** Where coverage is drawn. */
  @property({ attribute: false }) diagram: Diagram | undefined;
  @state() private report: TestReport | undefined;
  @state() private failure: unknown;
  @state() private running = false;
  @state() private open = '';
  private marks: Marks | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('diagram')) {
      this.marks = this.diagram === undefined ? undefined : new Marks(this.diagram, 'coverage');
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    try {
      this.marks?.clear();
    } catch {
      // The diagram is gone already.
    }
  }

  private async run(): Promise<void> {
    this.running = true;
    this.failure = undefined;
    try {
      this.report = await new Store(this.name).test(await this.file?.());
      this.paint(this.report);
    } catch (e) {
      this.failure = e;
    } finally {
      this.running = false;
    }
  }

  /** Every element says by how many cases it was passed; what none passes is dashed. */
  private paint(report: TestReport): void {
    this.marks?.clear();
    const total = report.cases.length;
    if (total === 0) {
      return;
    }
    for (const [id, cases] of Object.entries(report.coverage.nodes)) {
      this.marks?.mark(id, cases.length > 0 ? 'passed' : 'uncovered');
      this.marks?.label(id, `${cases.length}/${total}`, cases.length > 0 ? '' : 'quiet', cases.length > 0 ? `passed by ${cases.join(', ')}` : 'no case passes here');
    }
    for (const [id, cases] of Object.entries(report.coverage.flows)) {
      this.marks?.mark(id, cases.length > 0 ? 'passed' : 'uncovered');
    }
  }

  protected override render(): TemplateResult {
    if (!may('author', 'releaser')) {
      return html``;
    }
    const r = this.report;
    const passed = r?.cases.filter((c) => c.verdict === 'passed').length ?? 0;
    return html`<section class="card cases">
      <header>
        <h2>Cases</h2>
        ${r === undefined ? nothing : html`${badge(`${passed} of ${r.cases.length} passed`, r.passed ? 'good' : 'bad')} <span class="dim">${coverage(r)}</span>`}
        <div class="actions"><button class="button small" ?disabled=${this.running} @click=${() => void this.run()}>${this.running ? 'Playing …' : 'Run the cases'}</button></div>
      </header>
      ${this.failure === undefined ? nothing : html`<div class="card-body">${errorState(this.failure)}</div>`}
      ${this.running && r === undefined ? loading() : nothing}
      ${r === undefined ? (this.running ? nothing : html`<p class="card-body dim">They are played without effect: no vendor is called.</p>`) : this.result(r)}
    </section>`;
  }

  private result(r: TestReport): TemplateResult {
    return html`${r.findings.length === 0
        ? nothing
        : html`<ul class="card-body">${r.findings.map((f) => html`<li>${f.line > 0 ? `line ${f.line}, ` : ''}<code>${f.element}</code>: ${f.message}</li>`)}</ul>`}
      ${r.cases.length === 0 && r.findings.length === 0 ? emptyState('No cases', 'Put some into the folder cases/ beside the playbook, or record one from an incident.') : nothing}
      <ul class="tail">${r.cases.map((c) => this.line(c))}</ul>`;
  }

  private line(c: CaseResult): TemplateResult {
    const open = this.open === c.name;
    return html`<li>
      <button class="line" aria-expanded=${open} @click=${() => (this.open = open ? '' : c.name)}>
        <span>${badge(c.verdict, TONES[c.verdict] ?? 'plain')}</span><span class="dim">${c.millis} ms</span><span>${c.name}</span><span class="dim">${c.asked.length} actions</span>
      </button>
      ${open
        ? html`<div class="more">
            ${c.problems.map((p) => html`<p>${p}</p>`)}
            ${c.difference.length > 0 ? html`<pre tabindex="0" aria-label="Difference">${c.difference.join('\n')}</pre>` : html`<pre tabindex="0" aria-label="Trace">${c.trace}</pre>`}
          </div>`
        : nothing}
    </li>`;
  }
}

function coverage(r: TestReport): string {
  const all = Object.keys(r.coverage.nodes).length;
  return all === 0 ? '' : `${all - r.coverage.missed.length} of ${all} elements passed`;
}
