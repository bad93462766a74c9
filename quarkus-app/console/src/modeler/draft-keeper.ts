import { Problem, Unreachable } from '../api';
import { LocalCopy } from './local-copy';
import { Conflict, TAB, type Current, type Store } from './store';

export type Saved =
  | { readonly state: 'clean' }
  | { readonly state: 'dirty' }
  | { readonly state: 'saving' }
  | { readonly state: 'saved'; readonly at: number }
  | { readonly state: 'conflict'; readonly sentence: string; readonly current: Current | undefined }
  | { readonly state: 'failed'; readonly failure: unknown };

const SAVE_AFTER_MS = 1_200;

/**
 * Keeps what is typed: in this browser at once, on the server a moment later. Another tab or person who saved in between
 * is never overwritten without being asked about; this tab hears of one's own other tabs at once.
 */
export class DraftKeeper {
  status: Saved = { state: 'clean' };
  etag = '';
  private xml = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | undefined;
  private readonly copy: LocalCopy;
  private readonly tabs: BroadcastChannel;

  constructor(
    private readonly store: Store,
    private readonly basedOn: () => number | undefined,
    private readonly changed: () => void,
  ) {
    this.copy = new LocalCopy(store.name);
    this.tabs = new BroadcastChannel(`firebreak.drafts.${store.name}`);
    this.tabs.onmessage = (e: MessageEvent<{ etag: string; tab: string }>) => this.heard(e.data);
  }

  /** What an earlier visit typed and did not save. */
  left(): { readonly xml: string; readonly etag: string; readonly at: string } | undefined {
    return this.copy.read();
  }

  close(): void {
    clearTimeout(this.timer);
    this.tabs.close();
  }

  typed(xml: string): void {
    this.xml = xml;
    this.copy.keep(xml, this.etag);
    if (this.status.state !== 'conflict') {
      this.become({ state: 'dirty' });
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.save(), SAVE_AFTER_MS);
    }
  }

  /** Saves now; resolves when it is saved, or when it is known why not. */
  async save(): Promise<void> {
    clearTimeout(this.timer);
    while (this.saving !== undefined) {
      await this.saving;
    }
    if (this.status.state === 'dirty' || this.status.state === 'failed') {
      this.saving = this.send().finally(() => (this.saving = undefined));
      await this.saving;
    }
  }

  private async send(): Promise<void> {
    const xml = this.xml;
    this.become({ state: 'saving' });
    try {
      this.etag = await this.store.save(xml, this.basedOn(), this.etag);
      this.tabs.postMessage({ etag: this.etag, tab: TAB });
      if (this.xml === xml) {
        this.copy.forget();
        this.become({ state: 'saved', at: Date.now() });
      } else {
        this.typed(this.xml);
      }
    } catch (e) {
      if (e instanceof Conflict) {
        this.become({ state: 'conflict', sentence: e.message, current: e.current });
      } else {
        this.become({ state: 'failed', failure: e });
        if (e instanceof Unreachable || (e instanceof Problem && e.status >= 500)) {
          this.timer = setTimeout(() => void this.save(), 5_000);
        }
      }
    }
  }

  /** Another tab of this browser saved. */
  private heard(saved: { etag: string; tab: string }): void {
    if (saved.etag !== this.etag && this.status.state !== 'conflict') {
      this.become({
        state: 'conflict',
        sentence: 'This draft was just saved in another tab.',
        current: { etag: saved.etag, savedAt: new Date().toISOString(), savedBy: '', tab: saved.tab },
      });
    }
  }

  /** Answers a conflict: what is in this tab replaces what was saved elsewhere. */
  async keepMine(xml: string): Promise<void> {
    this.etag = (await this.store.draft())?.etag ?? '';
    this.xml = xml;
    this.become({ state: 'dirty' });
    await this.save();
  }

  /** Answers a conflict: what is in this tab is given up. */
  takenTheirs(etag: string): void {
    this.etag = etag;
    this.copy.forget();
    this.become({ state: 'clean' });
  }

  forget(): void {
    clearTimeout(this.timer);
    this.copy.forget();
    this.become({ state: 'clean' });
  }

  private become(status: Saved): void {
    this.status = status;
    this.changed();
  }
}
