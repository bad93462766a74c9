import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { DraftKeeper } from '../modeler/draft-keeper';
import { draftNotice, savedText } from '../modeler/draft-notices';
import '../modeler/modeler.css';
import { Store, type Problems } from '../modeler/store';
import { tables, type Tables } from '../modeler/tables';
import { Part } from '../part';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import { go } from '../router';
import { who } from '../session';
import './table.css';

const CHECK_AFTER_MS = 600;

/** triage.dmn or policy.dmn in work: kept, checked and submitted as playbooks are. */
@customElement('fb-table')
export class TablePage extends Part {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() private failure: unknown;
  @state() private problems: Problems | undefined;
  @state() private restored: string | undefined;
  private store!: Store;
  private keeper!: DraftKeeper;
  private editor: Tables | undefined;
  private basedOn: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
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
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.leaving);
    clearTimeout(this.timer);
    void this.keeper.save().finally(() => this.keeper.close());
    this.editor?.destroy();
    this.editor = undefined;
  }

  protected override firstUpdated(): void {
    void this.open();
  }

  private async open(): Promise<void> {
    try {
      const page = await this.store.page();
      const draft = page.playbook.drafts.some((d) => d.author === who()?.subject) ? await this.store.draft() : undefined;
      this.basedOn = draft?.basedOn ?? page.playbook.version ?? undefined;
      this.keeper.etag = draft?.etag ?? '';
      const saved = draft?.xml ?? (await this.store.xml('live'));
      const left = this.keeper.left();
      this.editor = tables(this.querySelector<HTMLElement>('.canvas')!, this.querySelector<HTMLElement>('.drd-panel')!);
      await this.load(left?.xml ?? saved);
      if (left !== undefined && left.xml !== saved) {
        this.restored = left.at;
        // Of the draft it was made from: where that was saved over since, the save asks first.
        this.keeper.etag = left.etag;
        await this.typed();
      }
      await this.check();
    } catch (e) {
      this.failure = e;
    }
  }

  private async load(xml: string): Promise<void> {
    const editor = this.editor!;
    await editor.importXML(xml);
    const table = editor.getViews().find((v) => v.type === 'decisionTable');
    if (table !== undefined) {
      await editor.open(table);
    }
    editor.getActiveViewer()?.on('elements.changed', () => void this.typed());
  }

  private async xml(): Promise<string> {
    return (await this.editor!.saveXML({ format: true })).xml;
  }

  private async typed(): Promise<void> {
    this.keeper.typed(await this.xml());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), CHECK_AFTER_MS);
  }

  private async check(): Promise<void> {
    try {
      this.problems = await this.store.problems(await this.xml());
    } catch (e) {
      this.failure = e;
    }
  }

  private async submit(): Promise<void> {
    await this.keeper.save();
    const done = await ask({
      title: `Submit ${this.store.name} for review?`,
      text: 'It becomes a version that cannot be changed any more. Somebody other than its authors releases or rejects it.',
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

  private async keep(): Promise<void> {
    try {
      await this.keeper.keepMine(await this.xml());
    } catch (e) {
      this.failure = e;
    }
  }

  private async takeTheirs(): Promise<void> {
    try {
      const conflict = this.keeper.status.state === 'conflict';
      const theirs = this.keeper.etag !== '' || conflict ? await this.store.draft() : undefined;
      await this.load(theirs?.xml ?? (await this.store.xml('live')));
      this.keeper.takenTheirs(theirs?.etag ?? '');
      this.restored = undefined;
      await this.check();
    } catch (e) {
      this.failure = e;
    }
  }

  protected override render(): TemplateResult {
    return html`<div class="table-editor modeler">
      <div class="tools" role="toolbar" aria-label="Table">
        <a class="button quiet" href="/playbooks/${encodeURIComponent(this.store.name)}" aria-label="Back to the table">←</a>
        <h1>${this.store.name}.dmn</h1>
        <span class="saved" role="status">${this.saved()}</span>
        <div class="end">
          <button class="button primary" ?disabled=${this.problems?.deployable !== true} @click=${() => void this.submit()}>Submit for review</button>
        </div>
      </div>
      <div class="canvas" role="region" aria-label="Decision table" tabindex="0"></div>
      <div class="drd-panel" hidden></div>
      <section class="drawer" aria-label="Findings">${this.notices()}<div class="drawer-body" tabindex="0">${this.list()}</div></section>
    </div>`;
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

  private list(): TemplateResult {
    if (this.problems === undefined) {
      return loading();
    }
    return this.problems.items.length === 0
      ? emptyState('No problems', 'It can be submitted.')
      : html`<ul class="findings">${this.problems.items.map(
          (f) => html`<li><button class=${f.severity} tabindex="-1">${icon(f.severity === 'error' ? 'stop' : 'warning')}<code>${f.element}</code><span>${f.message}${f.line > 0 ? html` <span class="dim">line ${f.line}</span>` : nothing}</span></button></li>`,
        )}</ul>`;
  }
}
