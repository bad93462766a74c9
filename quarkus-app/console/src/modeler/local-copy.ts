import { who } from '../session';

/** What was typed and is not saved on the server: it outlives a reload, a crash of the browser and a lost connection. */
export interface Copy {
  readonly xml: string;
  /** The server's draft it was made from. */
  readonly etag: string;
  readonly at: string;
}

export class LocalCopy {
  private readonly key: string;

  constructor(name: string) {
    this.key = `firebreak.draft.${who()?.subject ?? ''}.${name}`;
  }

  keep(xml: string, etag: string): void {
    try {
      localStorage.setItem(this.key, JSON.stringify({ xml, etag, at: new Date().toISOString() } satisfies Copy));
    } catch {
      // Full or switched off: the server's draft is then the only copy, and it is saved all the same.
    }
  }

  read(): Copy | undefined {
    const text = localStorage.getItem(this.key);
    if (text === null) {
      return undefined;
    }
    try {
      return JSON.parse(text) as Copy;
    } catch {
      return undefined;
    }
  }

  forget(): void {
    localStorage.removeItem(this.key);
  }
}
