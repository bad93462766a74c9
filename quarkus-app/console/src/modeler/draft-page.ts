import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Problem } from '../api';
import { live } from '../live';
import { Part } from '../part';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import { go } from '../router';
import { who } from '../session';
import { DraftKeeper } from './draft-keeper';
import { draftNotice, savedText } from './draft-notices';
import { Store, type Finding, type PlaybookPage, type Problems } from './store';

const CHECK_AFTER_MS = 500;

/**
 * A file in work, whatever edits it: opened where it was left, kept while it is changed, checked by the server, and
 * handed in for somebody else's review.
 */
export abstract class DraftPage extends Part {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() protected failure: unknown;
  @state() protected ready = false;
  @state() protected problems: Problems | undefined;
  @state() protected basedOn: number | undefined;
  @state() private checkFailure: unknown;
  @state() private restored: string | undefined;
  protected store!: Store;
  protected keeper!: DraftKeeper;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private unfollow: (() => void) | undefined;
  private readonly leaving = (e: BeforeUnloadEvent): void => {
    if (!['clean', 'saved'].includes(this.keeper.status.state)) {
      void this.keeper.save();
      e.preventDefault();
    }
  };

  /** Reads what the editor needs beside the file. */
  protected prepare(): Promise<void> {
    return Promise.resolve();
  }

  /** Makes the editor, which calls {@link typed} from then on; the page is on the screen. */
  protected abstract make(): void;

  protected abstract unmake(): void;

  protected abstract load(xml: string): Promise<void>;

  protected abstract xml(): Promise<string>;

  /** What is edited where nothing of that name is there yet. */
  protected abstract fresh(): string;

  /** Shows a finding where it is; false where it is not drawn. */
  protected abstract point(finding: Finding): boolean;

  /** The findings are known. */
  protected checked(_problems: Problems): void {}

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
    this.unmake();
  }

  protected override firstUpdated(): void {
    void this.open();
  }

  private page(): Promise<PlaybookPage | undefined> {
    return this.store.page().catch((e: unknown) => (e instanceof Problem && e.status === 404 ? undefined : Promise.reject(e)));
  }

  /** The draft where there is one, else what is live, else nothing yet; and what an earlier visit left unsaved. */
  private async open(): Promise<void> {
    try {
      const [page] = await Promise.all([this.page(), this.prepare()]);
      // Asked for only where there is one: a browser counts a 404 as an error of the page.
      const draft = page?.playbook.drafts.some((d) => d.author === who()?.subject) ? await this.store.draft() : undefined;
      this.basedOn = draft?.basedOn ?? page?.playbook.version ?? undefined;
      this.keeper.etag = draft?.etag ?? '';
      const saved = draft?.xml ?? (page?.playbook.version ? await this.store.xml('live') : this.fresh());
      if (!this.isConnected) {
        return;
      }
      this.make();
      const left = this.keeper.left();
      await this.load(left?.xml ?? saved);
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

  /** What is on the screen was changed. */
  protected async typed(): Promise<void> {
    this.keeper.typed(await this.xml());
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.check(), CHECK_AFTER_MS);
  }

  /** Somebody released, rejected or rolled back meanwhile: what this draft is based on may be live no more. */
  private async look(): Promise<void> {
    const page = await this.page().catch(() => undefined);
    if (page?.playbook.version && this.basedOn !== undefined && page.playbook.version !== this.basedOn) {
      toast(`Version ${page.playbook.version} of ${this.store.name} is live now; this draft is based on version ${this.basedOn}.`);
    }
  }

  private async check(): Promise<void> {
    const asked = ++this.asked;
    try {
      const problems = await this.store.problems(await this.xml());
      if (asked === this.asked && this.isConnected) {
        this.problems = problems;
        this.checkFailure = undefined;
        this.checked(problems);
      }
    } catch (e) {
      if (asked === this.asked && this.isConnected) {
        this.checkFailure = e;
      }
    }
  }

  protected async submit(): Promise<void> {
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
      this.leave();
    }
  }

  protected async discard(): Promise<void> {
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
      this.leave();
    }
  }

  /** To the playbook's page, or to the list where there is nothing but what was discarded. */
  private leave(): void {
    go(this.basedOn === undefined && this.keeper.etag === '' ? '/playbooks' : `/playbooks/${encodeURIComponent(this.store.name)}`);
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
      await this.load(theirs?.xml ?? (this.basedOn === undefined ? this.fresh() : await this.store.xml('live')));
      this.basedOn = theirs?.basedOn ?? this.basedOn;
      this.keeper.takenTheirs(theirs?.etag ?? '');
      this.restored = undefined;
      await this.check();
    } catch (e) {
      this.failure = e;
    }
  }

  protected saved(): TemplateResult | string {
    return savedText(this.keeper.status, this.keeper.etag !== '' ? 'draft' : this.basedOn === undefined ? 'new' : `as version ${this.basedOn}`);
  }

  protected notices(): TemplateResult | typeof nothing {
    if (this.failure !== undefined) {
      return errorState(this.failure, () => location.reload());
    }
    return draftNotice(this.keeper.status, this.restored, {
      keepMine: () => void this.keep(),
      takeTheirs: () => void this.takeTheirs(),
      keepRestored: () => (this.restored = undefined),
    });
  }

  protected submitButton(): TemplateResult {
    return html`<button class="button primary" ?disabled=${!this.ready || this.problems?.deployable !== true} @click=${() => void this.submit()}>Submit for review</button>`;
  }

  protected discardButton(): TemplateResult {
    return html`<button class="button" ?disabled=${!this.ready} @click=${() => void this.discard()}>Discard</button>`;
  }

  protected problemList(): TemplateResult {
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
    if (!this.point(f)) {
      toast(`${f.element} is not drawn; it is in the file${f.line > 0 ? `, line ${f.line}` : ''}.`);
    }
  }
}
