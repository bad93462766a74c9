/** An answer that is no success, in the server's own words (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
  ) {
    super(detail);
  }

  /** Whether the same is allowed once a person has shown again who he is. */
  get wantsFreshSignIn(): boolean {
    return this.title === 'Sign in again';
  }
}

/** The server could not be reached, or did not answer in time; nothing is known of what it did. */
export class Unreachable extends Error {}

export interface Items<T> {
  readonly items: readonly T[];
}

/** What the client tells the rest of the console. */
export interface ApiEvents {
  signedOut(): void;
  stopped(stopped: boolean): void;
}

const DEADLINE_MS = 20_000;
/** Longer than the server gives all vendors of a rehearsal together. */
const REHEARSAL_MS = 75_000;

interface Manner {
  readonly deadlineMs: number;
  /** Whether it changes nothing, whatever became of it. */
  readonly harmless: boolean;
}

let csrf = '';
let events: ApiEvents = { signedOut() {}, stopped() {} };

export function tell(listener: ApiEvents): void {
  events = listener;
}

/** Goes into X-CSRF-Token of whatever changes something. */
export function useCsrf(token: string): void {
  csrf = token;
}

export function csrfHeader(): Record<string, string> {
  return csrf === '' ? {} : { 'X-CSRF-Token': csrf };
}

export function get<T>(path: string): Promise<T> {
  return send<T>('GET', path);
}

export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>('POST', path, body);
}

/** Asks what would happen. Nothing does, so a lost answer is no worry; it takes as long as the vendors that are asked. */
export function rehearse<T>(path: string, body: unknown): Promise<T> {
  return send<T>('POST', path, body, { deadlineMs: REHEARSAL_MS, harmless: true });
}

export function put<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>('PUT', path, body);
}

export function remove<T>(path: string): Promise<T> {
  return send<T>('DELETE', path);
}

/** A path with its parameters encoded; those that are undefined or empty are left out. */
export function path(base: string, query: Record<string, string | number | undefined> = {}): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      parts.set(name, String(value));
    }
  }
  const text = parts.toString();
  return text === '' ? base : `${base}?${text}`;
}

async function send<T>(method: string, url: string, body?: unknown, manner: Manner = { deadlineMs: DEADLINE_MS, harmless: method === 'GET' }): Promise<T> {
  const response = await request(method, url, body, manner);
  if (method === 'GET' && url.startsWith('/api/v1/')) {
    events.stopped(response.headers.has('Firebreak-Stopped'));
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && !problem.wantsFreshSignIn && !url.startsWith('/api/v1/session')) {
      events.signedOut();
    }
    throw problem;
  }
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function request(method: string, url: string, body: unknown, manner: Manner): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') {
    Object.assign(headers, csrfHeader());
  }
  const init: RequestInit = { method, headers, signal: AbortSignal.timeout(manner.deadlineMs), redirect: 'error' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new Unreachable(
      manner.harmless
        ? 'The server does not answer.'
        : 'The server did not answer; it may have acted all the same. Look before you try again.',
      { cause },
    );
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const p = (await response.json()) as { title?: string; detail?: string };
    return new Problem(response.status, p.title ?? 'Error', p.detail ?? `The server answered ${response.status}.`);
  } catch {
    return new Problem(response.status, 'Error', `The server answered ${response.status}.`);
  }
}
