import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, Problem, type Items } from '../api';
import { fit, Marks, show, type Diagram } from '../modeler/diagram';
import { drawn } from '../modeler/drawn';
import '../modeler/modeler.css';
import { Conflict, Store, type PlaybookList } from '../modeler/store';
import { viewer } from '../modeler/viewer';
import { Part } from '../part';
import { emptyState, errorState, loading } from '../parts/states';
import { go } from '../router';
import type { ActionInfo, ConnectorInfo } from '../types';
import './connectors.css';
import './import.css';
import './playbooks.css';
import { NAME, NameRefused } from './playbooks';

const MOST_BYTES = 400_000;

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

/** Without a topic a person does it. */
interface Choice {
  readonly topic?: string;
  readonly inputs: Readonly<Record<string, string>>;
}

const BY_HAND = 'by hand';

/** A diagram that was drawn elsewhere, or a CACAO playbook, becomes a draft; what cannot be carried over is listed. */
@customElement('fb-import')
export class ImportPage extends Part {
  @state() private failure: unknown;
  @state() private busy = false;
  @state() private imported: Imported | undefined;
  @state() private name = '';
  @state() private choices: Readonly<Record<string, Choice>> = {};
  private actions: readonly ActionInfo[] = [];
  private versions: ReadonlyMap<string, number | undefined> = new Map();
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
    const [imported, connectors, playbooks] = await Promise.all([
      post<Imported>('/api/v1/playbooks/import', body),
      get<Items<ConnectorInfo>>('/api/v1/connectors'),
      get<PlaybookList>('/api/v1/playbooks'),
    ]);
    this.actions = connectors.items.flatMap((c) => c.actions);
    this.versions = new Map(playbooks.items.map((p) => [p.name, p.version ?? undefined]));
    // What people do in the diagram, people do here, until somebody chooses otherwise.
    this.choices = Object.fromEntries(imported.tasks.filter((t) => t.person).map((t) => [t.id, { inputs: {} }]));
    this.name = imported.name;
    this.imported = { ...imported, xml: await drawn(imported.xml) };
    await this.draw(this.imported);
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
        throw new NameRefused();
      }
      const mapped = await post<Imported>(`/api/v1/playbooks/${encodeURIComponent(this.name)}/mapping`, { xml: imported.xml, choices: this.choices });
      await new Store(this.name).save(mapped.xml, this.versions.get(this.name), '');
      go(`/modeler/${encodeURIComponent(this.name)}`);
    } catch (e) {
      this.failure = e instanceof Conflict ? new Problem(412, 'Taken', `You have a draft of ${this.name} already; choose another name, or discard that one first.`) : e;
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
        <div class="alone-canvas canvas" ?hidden=${i === undefined} role="region" aria-label="The diagram"></div>
        ${i === undefined ? nothing : this.outcome(i)}
      </div>
    </div>`;
  }

  private outcome(i: Imported): TemplateResult {
    return html`${list('Not carried over', '', i.left)} ${this.tasks(i)}
      ${list('To be mended before it can be submitted', 'Choosing actions settles some of it; the modeler shows what is left.', i.findings.map((f) => `${f.element}: ${f.message}`))}`;
  }

  private tasks(i: Imported): TemplateResult {
    const open = i.tasks.filter((t) => this.choices[t.id] === undefined && t.proposals.length > 0);
    return html`<section class="card" aria-label="Tasks without an action">
      <header><h2>Tasks without an action</h2><span class="count">${i.tasks.length}</span>
        <div class="actions">${open.length === 0 ? nothing : html`<button class="button small" @click=${() => open.forEach((t) => this.choose(t.id, t.proposals[0]!.topic))}>Accept all proposals</button>`}</div>
      </header>
      ${i.tasks.length === 0 ? emptyState('Every task has one') : html`<ul class="mapping">${i.tasks.map((t) => this.task(t))}</ul>`}
      <form class="card-body stack" @submit=${(e: Event) => (e.preventDefault(), void this.make())}>
        <label class="field"><span>Name of the playbook</span>
          <input autocomplete="off" .value=${this.name} @input=${(e: Event) => (this.name = (e.target as HTMLInputElement).value)} />
          <small>${this.versions.has(this.name) ? 'There is a playbook of this name: this becomes a draft of its next version.' : 'Also the name of its process, and of the folder it is kept in.'}</small></label>
        <p><button class="button primary" ?disabled=${this.busy}>Make a draft of it</button></p>
      </form>
    </section>`;
  }

  private task(t: Unmapped): TemplateResult {
    const choice = this.choices[t.id];
    const action = this.actions.find((a) => a.topic === choice?.topic);
    const best = t.proposals[0];
    const value = choice === undefined ? '' : (choice.topic ?? BY_HAND);
    const option = (topic: string): TemplateResult => html`<option value=${topic} ?selected=${topic === value}>${topic}</option>`;
    return html`<li>
      <div><button class="link" @click=${() => this.diagram !== undefined && show(this.diagram, t.id)}>${t.name || t.id}</button><br /><span class="dim">${words(t.type)}</span></div>
      <div class="stack">
        ${choice?.topic === undefined && best !== undefined
          ? html`<p class="proposal"><span>Proposed: <code>${best.topic}</code> <span class="dim">because ${best.why}</span></span>
              <button class="button small" aria-label="Accept ${best.topic} for ${t.name || t.id}" @click=${() => this.choose(t.id, best.topic)}>Accept</button></p>`
          : nothing}
        <select aria-label="Action of ${t.name || t.id}" @change=${(e: Event) => this.choose(t.id, (e.target as HTMLSelectElement).value)}>
            <option value="" ?selected=${value === ''}>leave it open for now</option>
            <option value=${BY_HAND} ?selected=${value === BY_HAND}>a person does it</option>
            ${t.proposals.length === 0 ? nothing : html`<optgroup label="Proposed">${t.proposals.map((p) => option(p.topic))}</optgroup>`}
            <optgroup label="All actions">${this.actions.filter((a) => !t.proposals.some((p) => p.topic === a.topic)).map((a) => option(a.topic))}</optgroup>
          </select>
        ${(action?.inputs ?? []).filter((x) => x.required).map(
          (x) => html`<label class="field"><span>${x.name}</span>
            <input class="mono" autocomplete="off" placeholder="text, or \${...}" .value=${choice?.inputs[x.name] ?? ''} @input=${(e: Event) => this.input(t.id, x.name, (e.target as HTMLInputElement).value)} /><small>${x.description}</small></label>`,
        )}
      </div>
    </li>`;
  }

  private choose(task: string, value: string): void {
    const { [task]: _gone, ...others } = this.choices;
    this.choices = value === '' ? others : { ...others, [task]: value === BY_HAND ? { inputs: {} } : { topic: value, inputs: {} } };
  }

  private input(task: string, name: string, value: string): void {
    const choice = this.choices[task];
    if (choice !== undefined) {
      const { [name]: _gone, ...inputs } = choice.inputs;
      this.choices = { ...this.choices, [task]: { ...choice, inputs: value === '' ? inputs : { ...inputs, [name]: value } } };
    }
  }
}

/** "serviceTask" as people say it. */
function words(type: string): string {
  return type.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
}

function list(title: string, text: string, items: readonly string[]): TemplateResult | typeof nothing {
  return items.length === 0
    ? nothing
    : html`<section class="card" aria-label=${title}><header><h2>${title}</h2><span class="count">${items.length}</span></header>
        ${text === '' ? nothing : html`<p class="card-body dim">${text}</p>`}
        <ul class="bullets">${items.map((i) => html`<li>${i}</li>`)}</ul></section>`;
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
