import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get, Problem, type Items } from '../api';
import { live } from '../live';
import '../modeler/cases';
import { fit, Marks, show, type Diagram } from '../modeler/diagram';
import { DraftKeeper } from '../modeler/draft-keeper';
import { draftNotice, savedText } from '../modeler/draft-notices';
import { modeler } from '../modeler/modeler';
import '../modeler/modeler.css';
import '../modeler/rehearsal';
import type { RehearsalPart } from '../modeler/rehearsal';
import '../modeler/step-data';
import { Store, templates, type Finding, type Problems } from '../modeler/store';
import { Part } from '../part';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import { go } from '../router';
import { may, who } from '../session';
import type { Incident } from '../types';

type Tab = 'problems' | 'run' | 'cases' | 'data';

const CHECK_AFTER_MS = 500;

/** A playbook in work: drawn, checked while it is drawn, rehearsed as it stands, and sent to somebody else for review. */
@customElement('fb-modeler')
export class ModelerPage extends Part {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() private failure: unknown;
  @state() private ready = false;
  @state() private tab: Tab = 'problems';
  @state() private drawer = true;
  @state() private panel = true;
  @state() private problems: Problems | undefined;
  @state() private checkFailure: unknown;
  @state() private incidents: readonly Incident[] = [];
  @state() private restored: string | undefined;
  @state() private selected = '';
  private store!: Store;
  private keeper!: DraftKeeper;
  private diagram: Diagram | undefined;
  private basedOn: number | undefined;
  private findings: Marks | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private unfollow: (() => void) | undefined;
  private readonly leaving = (e: BeforeUnloadEvent): void => {
    if (!['clean', 'saved'].includes(this.keeper.status.state)) {
      void this.keeper.save();
      e.preventDefault();
    }
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.store = new Store(this.params['name'] ?? '');
    this.keeper = new DraftKeeper(this.store, () => this.basedOn, () => this.requestUpdate());
    addEventListener('beforeunload', this.leaving);
    this.unfollow = live.follow((entries) => {
      if (entries.some((e) => e.kind.startsWith('playbook.') && e.data['playbook'] === this.store.name && e.kind !== 'playbook.draft-saved')) {
        void this.look();
      }
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.leaving);
    this.unfollow?.();
    clearTimeout(this.timer);
    void this.keeper.save().finally(() => this.keeper.close());
    this.diagram?.destroy();
    this.diagram = undefined;
  }

  protected override firstUpdated(): void {
    void this.open();
  }

  /** The draft where there is one, else what is live, else nothing yet; and what an earlier visit left unsaved. */
  private async open(): Promise<void> {
    try {
      const [page, known, incidents] = await Promise.all([
        this.store.page().catch((e: unknown) => (e instanceof Problem && e.status === 404 ? undefined : Promise.reject(e))),
        templates(),
        may('viewer', 'responder', 'approver', 'auditor', 'break-glass')
          ? get<Items<Incident>>('/api/v1/incidents?limit=20')
          : Promise.resolve({ items: [] as readonly Incident[] }),
      ]);
      this.incidents = incidents.items;
      // Asked for only where there is one: a browser counts a 404 as an error of the page.
      const draft = page?.playbook.drafts.some((d) => d.author === who()?.subject) ? await this.store.draft() : undefined;
      this.basedOn = draft?.basedOn ?? page?.playbook.version ?? undefined;
      this.keeper.etag = draft?.etag ?? '';
      const container = this.querySelector<HTMLElement>('.canvas');
      const panel = this.querySelector<HTMLElement>('.panel');
      if (container === null || panel === null) {
        return;
      }
      this.diagram = modeler(container, panel, known);
      this.findings = new Marks(this.diagram, 'finding');
      const left = this.keeper.left();
      const saved = draft?.xml ?? (page?.playbook.version ? await this.store.xml('live') : fresh(this.store.name));
      await this.load(left?.xml ?? saved);
      this.diagram.on('commandStack.changed', () => void this.typed());
      this.diagram.on('selection.changed', ((e: { newSelection: readonly { id: string }[] }) => {
        this.selected = e.newSelection[0]?.id ?? '';
      }) as never);
      if (left !== undefined && left.xml !== saved) {
        this.restored = left.at;
        // Of the draft it was made from: where that was saved over since, the save asks first.
        this.keeper.etag = left.etag;
        await this.typed();
      }
      this.ready = true;
      await this.check();
    } catch (e) {
      this.failure = e;
    }
  }

  private async load(xml: string): Promise<void> {
    await this.diagram!.importXML(xml);
    this.fit();
  }

  private fit(): void {
    if (this.diagram !== undefined) {
      fit(this.diagram);
    }
  }

  private async xml(): Promise<string> {
    return (await this.diagram!.saveXML({ format: true })).xml ?? '';
  }

  private async typed(): Promise<void> {
    this.keeper.typed(await this.xml());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), CHECK_AFTER_MS);
  }

  /** Somebody released, rejected or rolled back meanwhile: what this draft is based on may be live no more. */
  private async look(): Promise<void> {
    const page = await this.store.page().catch(() => undefined);
    if (page?.playbook.version && this.basedOn !== undefined && page.playbook.version !== this.basedOn) {
      toast(`Version ${page.playbook.version} of ${this.store.name} is live now; this draft is based on version ${this.basedOn}.`);
    }
  }

  private async check(): Promise<void> {
    const asked = ++this.asked;
    try {
      const problems = await this.store.problems(await this.xml());
      if (asked === this.asked) {
        this.problems = problems;
        this.checkFailure = undefined;
        this.paintFindings(problems.items);
      }
    } catch (e) {
      if (asked === this.asked) {
        this.checkFailure = e;
      }
    }
  }

  private paintFindings(items: readonly Finding[]): void {
    this.findings?.clear();
    const worst = new Map<string, Finding>();
    items.forEach((f) => {
      if (worst.get(f.element)?.severity !== 'error') {
        worst.set(f.element, f);
      }
    });
    worst.forEach((f) => this.findings?.mark(f.element, `finding-${f.severity}`));
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

  private async submit(): Promise<void> {
    await this.keeper.save();
    const done = await ask({
      title: `Submit ${this.store.name} for review?`,
      text: 'It becomes a version that cannot be changed any more. Somebody other than its authors looks at it and releases or rejects it.',
      confirm: 'Submit',
      field: { label: 'What changes, and why' },
      run: async (comment) => {
        const v = await this.store.submit(comment, this.keeper.etag);
        this.keeper.forget();
        toast(`Version ${v.version} waits for review.`);
      },
    });
    if (done) {
      go(`/playbooks/${encodeURIComponent(this.store.name)}`);
    }
  }

  private async discard(): Promise<void> {
    const done = await ask({
      title: 'Discard this draft?',
      text: 'What is live stays as it is. The draft cannot be had back.',
      confirm: 'Discard',
      danger: true,
      run: async () => {
        if (this.keeper.etag !== '') {
          await this.store.discard(this.keeper.etag);
        }
        this.keeper.forget();
      },
    });
    if (done) {
      go(`/playbooks/${encodeURIComponent(this.store.name)}`);
    }
  }

  private async takeTheirs(): Promise<void> {
    try {
      const conflict = this.keeper.status.state === 'conflict';
      const theirs = this.keeper.etag !== '' || conflict ? await this.store.draft() : undefined;
      await this.load(theirs?.xml ?? (this.basedOn === undefined ? fresh(this.store.name) : await this.store.xml('live')));
      this.basedOn = theirs?.basedOn ?? this.basedOn;
      this.keeper.takenTheirs(theirs?.etag ?? '');
      this.restored = undefined;
      await this.check();
    } catch (e) {
      this.failure = e;
    }
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
          ${this.basedOn === undefined
            ? nothing
            : html`<a class="button" href="/playbooks/${encodeURIComponent(this.store.name)}/compare?from=live&to=draft">Compare with live</a>`}
          <button class="button" ?disabled=${!this.ready} @click=${() => void this.saveAndRun()}>${icon('play')}Save &amp; run</button>
          <button class="button" ?disabled=${!this.ready} @click=${() => void this.discard()}>Discard</button>
          <button class="button primary" ?disabled=${!this.ready || this.problems?.deployable === false} @click=${() => void this.submit()}>Submit for review</button>
        </div>
      </div>
      `;
  }

  private saved(): TemplateResult | string {
    return savedText(this.keeper.status, this.keeper.etag !== '' ? 'draft' : this.basedOn === undefined ? 'new' : `as version ${this.basedOn}`);
  }

  private notices(): TemplateResult | typeof nothing {
    if (this.failure !== undefined) {
      return errorState(this.failure, () => location.reload());
    }
    return draftNotice(this.keeper.status, this.restored, {
      keepMine: () => void this.keep(),
      takeTheirs: () => void this.takeTheirs(),
      keepRestored: () => (this.restored = undefined),
    });
  }

  private async keep(): Promise<void> {
    try {
      await this.keeper.keepMine(await this.xml());
    } catch (e) {
      this.failure = e;
    }
  }

  private command(name: 'undo'): void {
    this.diagram?.get<Record<string, () => void>>('commandStack')[name]?.();
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
        return html`<fb-step-data .store=${this.store} .file=${() => this.xml()} .incident=${this.rehearsal?.about ?? ''} .step=${this.selected} .rehearsal=${this.rehearsal?.rehearsal}></fb-step-data>`;
    }
  }

  private problemList(): TemplateResult {
    if (this.checkFailure !== undefined) {
      return html`<div class="card-body">${errorState(this.checkFailure, () => void this.check())}</div>`;
    }
    if (this.problems === undefined) {
      return loading();
    }
    if (this.problems.items.length === 0) {
      return emptyState('No problems', 'It can be submitted.');
    }
    return html`<ul class="findings">
      ${this.problems.items.map(
        (f) => html`<li><button class=${f.severity} @click=${() => this.goTo(f)}>
          ${icon(f.severity === 'error' ? 'stop' : 'warning')}<code>${f.element}</code>
          <span>${f.message} <span class="dim">${f.severity}${f.line > 0 ? `, line ${f.line}` : ''}</span></span>
        </button></li>`,
      )}
    </ul>`;
  }

  private goTo(f: Finding): void {
    if (this.diagram !== undefined && !show(this.diagram, f.element)) {
      toast(`${f.element} is not drawn; it is in the file${f.line > 0 ? `, line ${f.line}` : ''}.`);
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
