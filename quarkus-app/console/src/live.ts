import { get } from './api';
import { mayRead, refresh } from './session';
import type { TrailEntry } from './types';

/** Apart: whoever is signed in may not read the stream, and pages are read anew now and then instead. */
export type LiveState = 'connecting' | 'live' | 'stale' | 'apart';

type Follower = (entries: readonly TrailEntry[], resync: boolean) => void;

/** The server says something at least every 15 s. */
const SILENCE_MS = 35_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const APART_MS = 30_000;

/**
 * The one event stream of this tab. It reads the stream itself instead of through EventSource, which neither shows
 * heartbeats (so a dead connection looks alive) nor events of kinds that are not named beforehand.
 */
class Live {
  state: LiveState = 'connecting';
  /** When the last byte came. */
  heardAt = Date.now();
  private lastId = '';
  private readonly followers = new Set<Follower>();
  private readonly watchers = new Set<() => void>();
  private stopping: AbortController | undefined;
  private batch: TrailEntry[] = [];
  /** Ends the stream that is being read. */
  private reading: AbortController | undefined;
  /** Ends the pause before the next try. */
  private resting: AbortController | undefined;

  constructor() {
    // A phone without a network is told at once; else only the silence would say it, half a minute later.
    addEventListener('offline', () => this.reading?.abort());
    addEventListener('online', () => this.resting?.abort());
  }

  start(): void {
    if (this.stopping === undefined) {
      const stopping = new AbortController();
      this.stopping = stopping;
      void this.keepReading(stopping.signal);
    }
  }

  stop(): void {
    this.stopping?.abort();
    this.stopping = undefined;
    this.lastId = '';
    this.become('connecting');
  }

  /** Entries come in batches; resync says that some may have been missed and everything has to be read anew. */
  follow(follower: Follower): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  /** Called whenever the state changes. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private async keepReading(signal: AbortSignal): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      if (!mayRead()) {
        await this.stayApart(signal);
        continue;
      }
      const ended = await this.readOnce(signal, () => {
        pause = FIRST_PAUSE_MS;
        this.become('live');
        // Whatever was read before the stream was open may have changed in between.
        this.pass([], true);
      });
      if (signal.aborted) {
        return;
      }
      // The server ends a stream every five minutes to look at rights anew; that alone is nothing to worry people about.
      if (ended === 'cut') {
        this.become('stale');
      }
      this.resting = new AbortController();
      await sleep(ended === 'cut' ? pause : 0, AbortSignal.any([signal, this.resting.signal]));
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
  }

  private async stayApart(signal: AbortSignal): Promise<void> {
    this.become('apart');
    await sleep(APART_MS, signal);
    if (!signal.aborted && !document.hidden) {
      // A role that was granted in between opens the stream.
      await refresh().catch(() => undefined);
      this.pass([], true);
    }
  }

  private async readOnce(signal: AbortSignal, onOpen: () => void): Promise<'over' | 'cut'> {
    const silence = new AbortController();
    this.reading = silence;
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const headers: Record<string, string> = { Accept: 'text/event-stream' };
      if (this.lastId !== '') {
        headers['Last-Event-ID'] = this.lastId;
      }
      const response = await fetch('/api/v1/events', {
        headers,
        cache: 'no-store',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      if (response.status === 401) {
        // Who is signed out is told so by the answer to whatever else is asked.
        await get('/api/v1/me').catch(() => undefined);
      } else if (response.status === 403) {
        await refresh().catch(() => undefined);
      }
      if (!response.ok || response.body === null) {
        return 'cut';
      }
      onOpen();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return 'over';
        }
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), SILENCE_MS);
        this.heardAt = Date.now();
        rest = this.take(rest + value);
      }
    } catch {
      return 'cut';
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes the whole events off the front of what came, and returns what is left. */
  private take(text: string): string {
    const blocks = text.replace(/\r\n?/g, '\n').split('\n\n');
    const rest = blocks.pop() ?? '';
    for (const block of blocks) {
      let data = '';
      for (const line of block.split('\n')) {
        if (line.startsWith('id:')) {
          this.lastId = line.slice(3).trim();
        } else if (line.startsWith('data:')) {
          data += line.slice(5);
        }
      }
      if (data.trim() !== '') {
        this.batch.push(JSON.parse(data) as TrailEntry);
      }
    }
    if (this.batch.length > 0) {
      const entries = this.batch;
      this.batch = [];
      this.pass(entries, false);
    }
    return rest;
  }

  private pass(entries: readonly TrailEntry[], resync: boolean): void {
    this.followers.forEach((f) => f(entries, resync));
  }

  private become(state: LiveState): void {
    if (this.state !== state) {
      this.state = state;
      this.watchers.forEach((w) => w());
    }
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

export const live = new Live();
