import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, type Items } from '../api';
import '../modeler/cases';
import { fit, Marks, show, showStart, type Diagram } from '../modeler/diagram';
import { DraftPage } from '../modeler/draft-page';
import { drawn } from '../modeler/drawn';
import { modeler } from '../modeler/modeler';
import '../modeler/modeler.css';
import '../modeler/rehearsal';
import type { RehearsalPart } from '../modeler/rehearsal';
import '../modeler/step-data';
import { templates, type Finding, type Problems } from '../modeler/store';
import { icon } from '../parts/icon';
import { mayRead } from '../session';
import type { Incident } from '../types';

type Tab = 'problems' | 'run' | 'cases' | 'data';

/** A playbook in work: drawn, checked while it is drawn, rehearsed as it stands, and sent to somebody else for review. */
@customElement('fb-modeler')
export class ModelerPage extends DraftPage {
  @state() private tab: Tab = 'problems';
  @state() private drawer = true;
  @state() private panel = !matchMedia('(max-width: 900px)').matches;
  @state() private incidents: readonly Incident[] = [];
  @state() private selected = '';
  @state() private simulates = false;
  private known: readonly object[] = [];
  private diagram: Diagram | undefined;
  private findings: Marks | undefined;

  protected override async prepare(): Promise<void> {
    const [known, incidents] = await Promise.all([
      templates(),
      mayRead()
        ? get<Items<Incident>>('/api/v1/incidents?limit=20')
        : Promise.resolve({ items: [] as readonly Incident[] }),
    ]);
    this.known = known;
    this.incidents = incidents.items;
  }

  protected override make(): void {
    const diagram = modeler(this.querySelector<HTMLElement>('.canvas')!, this.querySelector<HTMLElement>('.panel')!, this.known);
    this.diagram = diagram;
    this.findings = new Marks(diagram, 'finding');
    diagram.on('commandStack.changed', ((e: { trigger: string }) => {
      // A file that is read, or given up, was not drawn by anybody.
      if (e.trigger !== 'clear') {
        void this.typed();
      }
    }) as never);
    diagram.on('tokenSimulation.toggleMode', ((e: { active: boolean }) => {
      this.simulates = e.active;
    }) as never);
    diagram.on('selection.changed', ((e: { newSelection: readonly { id: string }[] }) => {
      this.selected = e.newSelection[0]?.id ?? '';
    }) as never);
  }

  protected override unmake(): void {
    this.diagram?.destroy();
    this.diagram = undefined;
  }

  protected override async load(xml: string): Promise<void> {
    await this.diagram!.importXML(await drawn(xml));
    this.fit();
  }

  private fit(): void {
    if (this.diagram !== undefined) {
      fit(this.diagram);
    }
  }

  protected override async xml(): Promise<string> {
    return (await this.diagram!.saveXML({ format: true })).xml ?? '';
  }

  protected override checked(problems: Problems): void {
    this.findings?.clear();
    const worst = new Map<string, Finding>();
    problems.items.forEach((f) => {
      if (worst.get(f.element)?.severity !== 'error') {
        worst.set(f.element, f);
      }
    });
    worst.forEach((f) => this.findings?.mark(f.element, `finding-${f.severity}`));
  }

  protected override point(finding: Finding): boolean {
    return this.diagram !== undefined && show(this.diagram, finding.element);
  }

  protected override fresh(): string {
    return fresh(this.store.name);
  }

  /** Rehearses what is on the screen, once it is kept. */
  private async saveAndRun(): Promise<void> {
    this.tab = 'run';
    this.drawer = true;
    await this.keeper.save();
    await this.updateComplete;
    await this.rehearsal?.run();
  }

  private get rehearsal(): RehearsalPart | null {
    return this.querySelector<RehearsalPart>('fb-rehearsal');
  }

  protected override render(): TemplateResult {
    return html`<div class="modeler">
      ${this.tools()}
      <div class="desk ${this.panel ? '' : 'wide'}">
        <div class="canvas" role="region" aria-label="Diagram of ${this.store.name}"></div>
        <div class="panel" role="region" aria-label="Properties" tabindex="0"></div>
      </div>
      ${this.bottom()}
    </div>`;
  }

  private tools(): TemplateResult {
    return html`<div class="tools" role="toolbar" aria-label="Playbook">
        <a class="button quiet" href="/playbooks/${encodeURIComponent(this.store.name)}" aria-label="Back to the playbook">←</a>
        <h1>${this.store.name}</h1>
        <span class="saved" role="status">${this.saved()}</span>
        <div class="end">
          <button class="button" aria-label="Undo" @click=${() => this.command('undo')}>${icon('undo')}</button>
          <button class="button" @click=${() => this.fit()}>Fit</button>
          <button class="button" aria-pressed=${this.panel} @click=${() => this.togglePanel()}>Properties</button>
          <button class="button" aria-pressed=${this.simulates} ?disabled=${!this.ready} @click=${() => this.simulate()}>Simulate</button>
          ${this.basedOn === undefined
            ? nothing
            : html`<a class="button" href="/playbooks/${encodeURIComponent(this.store.name)}/compare?from=live&to=draft">Compare with live</a>`}
          <button class="button" ?disabled=${!this.ready} @click=${() => void this.saveAndRun()}>${icon('play')}Save &amp; run</button>
          ${this.discardButton()} ${this.submitButton()}
        </div>
      </div>`;
  }

  private command(name: 'undo'): void {
    this.diagram?.get<Record<string, () => void>>('commandStack')[name]?.();
  }

  /** Tokens move over the diagram in this browser alone; nothing is run and nothing is changed. */
  private simulate(): void {
    this.diagram?.get<{ toggleMode(): void }>('toggleMode').toggleMode();
    if (this.diagram !== undefined && this.simulates) {
      // The simulation hides its buttons on what is smaller.
      showStart(this.diagram, 0.6);
    }
  }

  private togglePanel(): void {
    this.panel = !this.panel;
    void this.updateComplete.then(() => this.diagram?.get<{ resized(): void }>('canvas').resized());
  }

  private bottom(): TemplateResult {
    const count = this.problems?.items.length ?? 0;
    const tab = (key: Tab, label: string): TemplateResult =>
      html`<button role="tab" id="tab-${key}" aria-selected=${this.drawer && this.tab === key} aria-controls="drawer" @click=${() => this.choose(key)}>${label}</button>`;
    return html`<section class="drawer" aria-label="Findings and runs">
      ${this.notices()}
      <div class="tabs" role="tablist">
        ${tab('problems', this.problems === undefined ? 'Problems' : `Problems (${count})`)} ${tab('run', 'Rehearsal')} ${tab('cases', 'Cases')} ${tab('data', 'Data at a step')}
      </div>
      <div class="drawer-body" id="drawer" role="tabpanel" aria-labelledby="tab-${this.tab}" tabindex="0" ?hidden=${!this.drawer}>
        <fb-rehearsal
          ?hidden=${this.tab !== 'run'}
          .store=${this.store}
          .file=${() => this.xml()}
          .diagram=${this.diagram}
          .incidents=${this.incidents}
          @rehearsed=${() => this.requestUpdate()}
        ></fb-rehearsal>
        ${this.body()}
      </div>
    </section>`;
  }

  private choose(tab: Tab): void {
    this.drawer = !(this.drawer && this.tab === tab);
    this.tab = tab;
    void this.updateComplete.then(() => this.diagram?.get<{ resized(): void }>('canvas').resized());
  }

  private body(): TemplateResult | typeof nothing {
    switch (this.tab) {
      case 'problems':
        return this.problemList();
      case 'run':
        return nothing;
      case 'cases':
        return html`<fb-cases .name=${this.store.name} .file=${() => this.xml()} .diagram=${this.diagram}></fb-cases>`;
      case 'data':
        return html`<fb-step-data .store=${this.store} .file=${() => this.xml()} .incidents=${this.incidents} .step=${this.selected} .rehearsal=${this.rehearsal?.rehearsal}></fb-step-data>`;
    }
  }
}

function fresh(name: string): string {
  const id = name.replace(/[^A-Za-z0-9_-]/g, '-');
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="https://firebreak.dev/playbooks">
  <bpmn:process id="${id}" isExecutable="true" camunda:historyTimeToLive="P30D">
    <bpmn:startEvent id="start" name="Incident" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
    <bpmndi:BPMNShape id="start-shape" bpmnElement="start"><dc:Bounds x="180" y="160" width="36" height="36" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
}
