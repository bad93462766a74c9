import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Unreachable } from './api';
import { live } from './live';
import { Part } from './part';
import { errorState, loading } from './parts/states';
import type { TrailEntry } from './types';

const SETTLE_MS = 200;

/**
 * A page that shows what the server knows and reads it again when the stream says that something changed. What is on
 * the screen stays there while it is read again, also when that fails.
 */
export abstract class Page<T> extends Part {
  /** The ":" segments of the address. */
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() protected data: T | undefined;
  @state() protected failure: unknown;

  private unfollow: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private reading: Promise<void> | undefined;
  private again = false;

  /** Reads everything that the page shows. */
  protected abstract read(): Promise<T>;

  protected abstract show(data: T): TemplateResult;

  /** Whether an entry of the trail may have changed what is shown. */
  protected concerns(_entry: TrailEntry): boolean {
    return true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.unfollow = live.follow((entries, resync) => {
      if (resync || entries.some((e) => this.concerns(e))) {
        this.readSoon();
      }
    });
    void this.readAgain();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private readSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.readAgain();
    }, SETTLE_MS);
  }

  /** Reads now; when a read is under way already, once more after it. */
  protected readAgain(): Promise<void> {
    if (this.reading !== undefined) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.readUntilQuiet().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readUntilQuiet(): Promise<void> {
    do {
      this.again = false;
      try {
        this.data = await this.read();
        this.failure = undefined;
      } catch (e) {
        this.failure = e;
      }
    } while (this.again && this.isConnected);
  }

  protected override render(): TemplateResult | typeof nothing {
    // That nothing answers is what the frame says already, for as long as the stream is cut.
    const told = this.failure instanceof Unreachable && live.state === 'stale' && this.data !== undefined;
    const failed =
      this.failure === undefined || told ? nothing : html`<div class="page failure">${errorState(this.failure, () => void this.readAgain())}</div>`;
    if (this.data === undefined) {
      return this.failure === undefined ? loading() : failed;
    }
    return html`${failed}${this.show(this.data)}`;
  }
}
