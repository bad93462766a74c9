import { csrfHeader, get, path, post, Problem, Unreachable, type Items } from '../api';

/** A finding of the gate or of lint; the server's words are the ones shown. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly element: string;
  readonly line: number;
  readonly message: string;
}

export interface Problems {
  readonly items: readonly Finding[];
  readonly deployable: boolean;
}

export interface Waiting {
  readonly version: number;
  readonly authors: readonly string[];
  readonly submittedAt: string;
  readonly comment?: string | null;
  /** That something else was put in force since it was made. */
  readonly conflict?: string | null;
}

export interface Playbook {
  readonly name: string;
  readonly kind: 'bpmn' | 'dmn';
  readonly title: string;
  readonly version?: number | null;
  readonly sha256?: string | null;
  readonly releasedBy?: string | null;
  readonly releasedAt?: string | null;
  readonly authors: readonly string[];
  readonly origin: string;
  readonly waiting: readonly Waiting[];
  readonly drafts: readonly { readonly author: string; readonly savedAt: string; readonly basedOn?: number | null }[];
  readonly drift?: { readonly where: string; readonly sentence: string } | null;
  readonly runs?: { readonly going: number; readonly stuck: number; readonly onOlder: number } | null;
}

export interface PlaybookList {
  readonly items: readonly Playbook[];
  readonly tables: readonly Playbook[];
  readonly refused: Readonly<Record<string, readonly { readonly line: number; readonly element: string; readonly message: string }[]>>;
  readonly source?: { readonly truth: string; readonly where?: string | null; readonly problem?: string | null; readonly head?: string | null } | null;
}

export interface Version {
  readonly version: number;
  readonly sha256: string;
  readonly authors: readonly string[];
  readonly author: string;
  readonly at: string;
  readonly comment?: string | null;
  readonly origin: string;
  readonly commit?: string | null;
  readonly basedOn?: number | null;
  readonly state: 'submitted' | 'released' | 'live' | 'rejected' | 'withdrawn';
  readonly decidedBy?: string | null;
  readonly decidedAt?: string | null;
  readonly decision?: string | null;
  readonly releases: readonly { readonly by: string; readonly at: string; readonly comment?: string | null; readonly how: string }[];
}

export interface PlaybookPage {
  readonly playbook: Playbook;
  readonly versions: readonly Version[];
  readonly runs: readonly VersionRuns[];
  /** Whether a version is, or was, played beside the live one. */
  readonly shadow?: 'running' | 'stopped' | null;
}

/** Runs under way of one version; version 0 is one from before versions were kept. */
export interface VersionRuns {
  readonly version: number;
  readonly going: number;
  readonly stuck: number;
}

/** What moving the runs of one version to another would do. */
export interface MigrationPreview {
  readonly problems: readonly string[];
  readonly runs: readonly {
    readonly run: string;
    readonly incident: string;
    readonly at: readonly string[];
    readonly possible: boolean;
    readonly reasons: readonly string[];
  }[];
}

export interface Migrated {
  readonly migrated: readonly string[];
  readonly refused: Readonly<Record<string, readonly string[]>>;
}

export interface Current {
  readonly etag: string;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly tab?: string | null;
}

export interface Draft {
  readonly xml: string;
  readonly basedOn?: number | null;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly tab?: string | null;
  readonly etag: string;
}

export interface Step {
  readonly element: string;
  readonly kind: string;
  readonly topic?: string | null;
  readonly target?: string | null;
  readonly inputs?: unknown;
  readonly policy?: unknown;
  readonly preview?: string | null;
  readonly note?: string | null;
  readonly [more: string]: unknown;
}

export interface Rehearsal {
  readonly ended: boolean;
  readonly stopped?: string | null;
  readonly steps: readonly Step[];
  readonly findings?: readonly Finding[];
}

export interface CaseResult {
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'unrecorded';
  readonly problems: readonly string[];
  readonly trace: string;
  readonly difference: readonly string[];
  readonly asked: readonly { readonly round: number; readonly node: string; readonly topic: string; readonly target: string }[];
  readonly millis: number;
}

export interface TestReport {
  readonly playbook: string;
  readonly passed: boolean;
  readonly problems: readonly string[];
  readonly findings: readonly { readonly line: number; readonly element: string; readonly message: string }[];
  readonly cases: readonly CaseResult[];
  readonly coverage: {
    readonly nodes: Readonly<Record<string, readonly string[]>>;
    readonly flows: Readonly<Record<string, readonly string[]>>;
    readonly missed: readonly string[];
  };
}

/** What can be read at a step. */
export interface StepItems {
  readonly element: string;
  readonly from: string;
  readonly items: readonly { readonly expression: string; readonly type: string; readonly sample?: unknown }[];
}

/** What an expression yields. */
export interface Previewed {
  readonly value?: unknown;
  readonly type?: string | null;
  readonly problem?: string | null;
}

export interface Shadow {
  readonly playbook: string;
  readonly running: boolean;
  readonly sha256: string;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly dropped: number;
  readonly plays: readonly {
    readonly incident: string;
    readonly at: string;
    readonly state: 'playing' | 'same' | 'different' | 'not_comparable' | 'dropped';
    readonly reason?: string | null;
    readonly differences: readonly { readonly kind: string; readonly element: string; readonly live: string; readonly shadow: string }[];
  }[];
}

/** Somebody else, or another tab, has saved since this was read. */
export class Conflict extends Error {
  constructor(
    detail: string,
    readonly current: Current | undefined,
  ) {
    super(detail);
  }
}

const DEADLINE_MS = 60_000;

/** This tab's name for the server, so that one's own other tab is told from somebody else. */
export const TAB = crypto.randomUUID().slice(0, 8);

/** A request whose answer carries an ETag, or which sends one. Failures are those of the API client. */
async function send(method: string, url: string, headers: Record<string, string> = {}, body?: unknown): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: {
        Accept: 'application/json, application/xml',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method === 'GET' ? {} : csrfHeader()),
        ...headers,
      },
      signal: AbortSignal.timeout(DEADLINE_MS),
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (cause) {
    throw new Unreachable('The server does not answer.', { cause });
  }
  if (response.ok) {
    return response;
  }
  const problem = await problemOf(response);
  throw response.status === 412
    ? new Conflict(problem.detail ?? 'The draft was saved elsewhere.', problem.current)
    : new Problem(response.status, problem.title ?? 'Error', problem.detail ?? `The server answered ${response.status}.`);
}

interface Refusal {
  readonly title?: string;
  readonly detail?: string;
  readonly current?: Current;
}

async function problemOf(response: Response): Promise<Refusal> {
  try {
    return (await response.json()) as Refusal;
  } catch {
    return {};
  }
}

export class Store {
  private readonly base: string;

  constructor(readonly name: string) {
    this.base = `/api/v1/playbooks/${encodeURIComponent(name)}`;
  }

  page(): Promise<PlaybookPage> {
    return get<PlaybookPage>(this.base);
  }

  async xml(version: number | 'live'): Promise<string> {
    return (await send('GET', `${this.base}/versions/${version}/xml`)).text();
  }

  /** The caller's own draft; undefined where there is none. */
  async draft(): Promise<Draft | undefined> {
    try {
      const response = await send('GET', `${this.base}/draft`);
      return { ...((await response.json()) as Draft), etag: response.headers.get('ETag') ?? '' };
    } catch (e) {
      if (e instanceof Problem && e.status === 404) {
        return undefined;
      }
      throw e;
    }
  }

  /** @param etag of the draft it replaces; empty to make the first one. Returns the new one. */
  async save(xml: string, basedOn: number | undefined, etag: string): Promise<string> {
    const guard: Record<string, string> = etag === '' ? { 'If-None-Match': '*' } : { 'If-Match': etag };
    const response = await send('PUT', `${this.base}/draft`, guard, { xml, ...(basedOn === undefined ? {} : { basedOn }), tab: TAB });
    return response.headers.get('ETag') ?? '';
  }

  async discard(etag: string): Promise<void> {
    await send('DELETE', `${this.base}/draft`, { 'If-Match': etag });
  }

  async submit(comment: string, etag: string): Promise<Version> {
    return (await send('POST', `${this.base}/draft/submit`, { 'If-Match': etag }, { comment })).json() as Promise<Version>;
  }

  problems(xml: string): Promise<Problems> {
    return post<Problems>(`${this.base}/problems`, { xml });
  }

  async rehearse(xml: string, about: { incident?: string; alert?: unknown; answers?: unknown; failures?: unknown }): Promise<Rehearsal> {
    return (await send('POST', `${this.base}/draft/rehearse`, {}, { xml, ...about })).json() as Promise<Rehearsal>;
  }

  /** Plays the cases; takes seconds. */
  async test(xml: string | undefined): Promise<TestReport> {
    return (await send('POST', `${this.base}/test`, {}, xml === undefined ? {} : { xml })).json() as Promise<TestReport>;
  }

  async data(element: string, xml: string | undefined, incident: string): Promise<StepItems> {
    return post<StepItems>(`${this.base}/data`, { element, ...(xml === undefined ? {} : { xml }), ...(incident === '' ? {} : { incident }) });
  }

  preview(expression: string, incident: string): Promise<Previewed> {
    return post<Previewed>(`${this.base}/preview`, { expression, ...(incident === '' ? {} : { incident }) });
  }

  shadow(): Promise<Shadow> {
    return get<Shadow>(`${this.base}/shadow`);
  }

  startShadow(xml: string): Promise<Shadow> {
    return post<Shadow>(`${this.base}/shadow`, { xml });
  }

  stopShadow(): Promise<Shadow> {
    return post<Shadow>(`${this.base}/shadow/stop`);
  }

  difference(from: string, to: string): Promise<{ from: { version: string; xml: string }; to: { version: string; xml: string } }> {
    return get(path(`${this.base}/diff`, { from, to }));
  }

  /**
   * Plays the cases first, which takes seconds.
   * @param despite why it is released although cases fail; empty where they have to pass
   */
  async release(version: number, comment: string, replaces: number | undefined, despite: string): Promise<Playbook> {
    const body = { comment, ...(replaces === undefined ? {} : { replaces }), ...(despite === '' ? {} : { despite }) };
    return (await send('POST', `${this.base}/versions/${version}/release`, {}, body)).json() as Promise<Playbook>;
  }

  reject(version: number, comment: string): Promise<Version> {
    return post<Version>(`${this.base}/versions/${version}/reject`, { comment });
  }

  withdraw(version: number): Promise<Version> {
    return post<Version>(`${this.base}/versions/${version}/withdraw`);
  }

  rollBack(to: number, comment: string): Promise<Playbook> {
    return post<Playbook>(`${this.base}/rollback`, { to, comment });
  }

  previewMigration(from: number, to: number): Promise<MigrationPreview> {
    return post<MigrationPreview>(`${this.base}/migration/preview`, { from, to });
  }

  migrate(from: number, to: number, runs: readonly string[], reason: string): Promise<Migrated> {
    return post<Migrated>(`${this.base}/migration`, { from, to, runs, reason });
  }

  cacao(version: number): Promise<{ readonly cacao: unknown; readonly left: readonly string[] }> {
    return get(`${this.base}/versions/${version}/cacao`);
  }

  run(reason: string, incident: string): Promise<{ run: string; incident: string }> {
    return post(`${this.base}/runs`, { reason, ...(incident === '' ? {} : { incident }) });
  }
}

/** The element templates of every configured connector. */
export async function templates(): Promise<readonly object[]> {
  const connectors = (await get<Items<{ name: string }>>('/api/v1/connectors')).items;
  const each = await Promise.all(
    connectors.map((c) => get<readonly object[]>(`/api/v1/connectors/${encodeURIComponent(c.name)}/element-templates`)),
  );
  return each.flat();
}
