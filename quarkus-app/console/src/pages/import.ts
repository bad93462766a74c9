import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, Problem, type Items } from '../api';
import { fit, Marks, show, type Diagram } from '../modeler/diagram';
import '../modeler/modeler.css';
import { Store } from '../modeler/store';
import { viewer } from '../modeler/viewer';
import { Part } from '../part';
import { emptyState, errorState, loading } from '../parts/states';
import { go } from '../router';
import type { ActionInfo, ConnectorInfo } from '../types';
import './connectors.css';
import './playbooks.css';

const MOST_BYTES = 400_000;
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

interface Proposal {
  readonly topic: string;
  readonly score: number;
  readonly why: string;
  readonly required: readonly string[];
}

interface Unmapped {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly person: boolean;
  readonly proposals: readonly Proposal[];
}

interface Imported {
  readonly name: string;
  readonly xml: string;
  readonly left: readonly string[];
  readonly tasks: readonly Unmapped[];
  readonly findings: readonly { readonly line: number; readonly element: string; readonly message: string }[];
}

interface Choice {
  readonly topic: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** A diagram that was drawn elsewhere, or a CACAO playbook, becomes a draft; what cannot be carried over is listed. */
@customElement('fb-import')
export class ImportPage extends Part {
  @state() private failure: unknown;
  @state() private busy = false;
  @state() private imported: Imported | undefined;
  @state() private name = '';
  @state() private choices: Readonly<Record<string, Choice>> = {};
  private actions: readonly ActionInfo[] = [];
  private diagram: Diagram | undefined;
  private marks: Marks | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.diagram?.destroy();
    this.diagram = undefined;
  }

  private async take(e: Event): Promise<void> {
    const file = (e.target as HTMLInputElement).files?.[0];
    if (file === undefined) {
      return;
    }
    this.failure = undefined;
    this.imported = undefined;
    this.busy = true;
    try {
      if (file.size > MOST_BYTES) {
        throw new Problem(413, 'Too large', `${file.name} has ${file.size} bytes; a playbook has at most ${MOST_BYTES}.`);
      }
      this.name = nameOf(file.name);
      await this.read(file.name, await file.text());
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }

  private async read(file: string, text: string): Promise<void> {
    const body = /\.json$/i.test(file) ? { name: this.name, cacao: json(file, text) } : { name: this.name, xml: text };
    const [imported, connectors] = await Promise.all([
      post<Imported>('/api/v1/playbooks/import', body),
      get<Items<ConnectorInfo>>('/api/v1/connectors'),
    ]);
    this.actions = connectors.items.flatMap((c) => c.actions);
    this.choices = Object.fromEntries(
      imported.tasks.filter((t) => !t.person && t.proposals[0] !== undefined).map((t) => [t.id, { topic: t.proposals[0]!.topic, inputs: {} }]),
    );
    this.imported = imported;
    await this.draw(imported);
  }

  private async draw(imported: Imported): Promise<void> {
    await this.updateComplete;
    if (this.diagram === undefined) {
      this.diagram = viewer(this.querySelector<HTMLElement>('.alone-canvas')!);
      this.marks = new Marks(this.diagram, 'open');
    }
    this.marks?.clear();
    await this.diagram.importXML(imported.xml);
    fit(this.diagram);
    imported.tasks.forEach((t) => this.marks?.mark(t.id, 'uncovered'));
  }

  private async make(): Promise<void> {
    const imported = this.imported;
    if (imported === undefined) {
      return;
    }
    this.busy = true;
    this.failure = undefined;
    try {
      if (!NAME.test(this.name)) {
        throw new Problem(400, 'Malformed', 'A name is lower-case words with hyphens between them, for example bridge-exploit.');
      }
      const mapped =
        Object.keys(this.choices).length === 0
          ? imported
          : await post<Imported>(`/api/v1/playbooks/${encodeURIComponent(this.name)}/mapping`, { xml: imported.xml, choices: this.choices });
      await new Store(this.name).save(mapped.xml, undefined, '');
      go(`/modeler/${encodeURIComponent(this.name)}`);
    } catch (e) {
      this.failure = e;
    } finally {
      this.busy = false;
    }
  }

  protected override render(): TemplateResult {
    const i = this.imported;
    return html`<div class="page">
      <header class="page-head">
        <h1>Import a playbook</h1>
        <div class="actions"><a class="button" href="/playbooks">Back to the playbooks</a></div>
      </header>
      ${this.failure === undefined ? nothing : errorState(this.failure)}
      <div class="stack">
        <section class="card"><div class="card-body">
          <label class="field"><span>BPMN 2.0, drawn with any tool, or a CACAO 2.0 playbook</span>
            <input type="file" accept=".bpmn,.xml,.json,application/xml,application/json" @change=${(e: Event) => void this.take(e)} />
            <small>It becomes a draft of yours; nothing of it runs before somebody else has released it.</small>
          </label>
        </div></section>
        ${this.busy ? loading() : nothing}
        <div class="alone-canvas canvas ${i === undefined ? 'hidden' : ''}" role="region" aria-label="The diagram"></div>
        ${i === undefined ? nothing : html`${list('Not carried over', i.left)} ${this.tasks(i)} ${list('What the gate says of it', i.findings.map((f) => `${f.line > 0 ? `line ${f.line}, ` : ''}${f.element}: ${f.message}`))}`}
      </div>
    </div>`;
  }

  private tasks(i: Imported): TemplateResult {
    return html`<section class="card">
      <header><h2>Tasks without an action</h2><span class="count">${i.tasks.length}</span></header>
      ${i.tasks.length === 0 ? emptyState('Every task has one') : html`<ul class="versions">${i.tasks.map((t) => this.task(t))}</ul>`}
      <div class="card-body filters">
        <label class="field grow"><span>Name of the playbook</span>
          <input .value=${this.name} @input=${(e: Event) => (this.name = (e.target as HTMLInputElement).value)} /></label>
        <button class="button primary" ?disabled=${this.busy} @click=${() => void this.make()}>Make a draft of it</button>
      </div>
    </section>`;
  }

  private task(t: Unmapped): TemplateResult {
    const choice = this.choices[t.id];
    const action = this.actions.find((a) => a.topic === choice?.topic);
    const why = t.proposals.find((p) => p.topic === choice?.topic)?.why;
    return html`<li>
      <div><button class="link" @click=${() => this.diagram !== undefined && show(this.diagram, t.id)}>${t.name || t.id}</button><br /><span class="dim">${t.type}</span></div>
      <div class="stack">
        <label><span class="hidden">Action of ${t.name || t.id}</span>
          <select @change=${(e: Event) => this.choose(t.id, (e.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${choice === undefined}>${t.person ? 'a person does it' : 'leave as it is'}</option>
            ${t.proposals.map((p) => html`<option value=${p.topic} ?selected=${p.topic === choice?.topic}>${p.topic}</option>`)}
            <optgroup label="All actions">
              ${this.actions.filter((a) => !t.proposals.some((p) => p.topic === a.topic)).map((a) => html`<option value=${a.topic} ?selected=${a.topic === choice?.topic}>${a.topic}</option>`)}
            </optgroup>
          </select></label>
        ${why ? html`<small class="dim">proposed because ${why}</small>` : nothing}
        ${(action?.inputs ?? []).filter((x) => x.required).map(
          (x) => html`<label class="field"><span>${x.name}</span>
            <input placeholder="text, or \${...}" @input=${(e: Event) => this.input(t.id, x.name, (e.target as HTMLInputElement).value)} /><small>${x.description}</small></label>`,
        )}
      </div>
    </li>`;
  }

  private choose(task: string, topic: string): void {
    const { [task]: _gone, ...others } = this.choices;
    this.choices = topic === '' ? others : { ...others, [task]: { topic, inputs: {} } };
  }

  private input(task: string, name: string, value: string): void {
    const choice = this.choices[task];
    if (choice !== undefined) {
      const { [name]: _gone, ...inputs } = choice.inputs;
      this.choices = { ...this.choices, [task]: { ...choice, inputs: value === '' ? inputs : { ...inputs, [name]: value } } };
    }
  }
}

function list(title: string, items: readonly string[]): TemplateResult | typeof nothing {
  return items.length === 0
    ? nothing
    : html`<section class="card"><header><h2>${title}</h2><span class="count">${items.length}</span></header>
        <ul class="card-body">${items.map((i) => html`<li>${i}</li>`)}</ul></section>`;
}

function nameOf(file: string): string {
  return file.replace(/\.(bpmn20\.xml|bpmn|xml|json)$/i, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[-0-9]+|-+$/g, '');
}

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (e) {
    throw new Problem(400, 'No JSON', `${file} is no JSON: ${(e as Error).message}.`);
  }
}
