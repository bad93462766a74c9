import { get, post, Problem, remove, useCsrf } from './api';
import type { Me, Methods } from './types';

let me: Me | undefined;

/** Who is signed in; undefined before anyone is. */
export function who(): Me | undefined {
  return me;
}

/** Whether a control is worth showing; the server decides whether it works. */
export function may(...roles: readonly string[]): boolean {
  return me?.grants.some((g) => roles.includes(g.role)) ?? false;
}

/** Whether incidents, and what happens with them, may be read; who only draws or releases playbooks may not. */
export function mayRead(): boolean {
  return may('viewer', 'responder', 'approver', 'auditor', 'break-glass');
}

/** Asks the server who this browser is signed in as. */
export async function refresh(): Promise<Me | undefined> {
  try {
    me = await get<Me>('/api/v1/me');
    useCsrf(me.csrf ?? '');
  } catch (e) {
    if (!(e instanceof Problem) || e.status !== 401) {
      throw e;
    }
    forget();
  }
  return me;
}

export function forget(): void {
  me = undefined;
  useCsrf('');
}

export interface SignedIn {
  readonly csrf: string;
  readonly expiresAt: string;
  readonly oneTimePassword: boolean;
}

export async function signIn(name: string, password: string): Promise<SignedIn> {
  const signedIn = await post<SignedIn>('/api/v1/session', { name, password });
  useCsrf(signedIn.csrf);
  return signedIn;
}

/** Ends the session; answers where the identity provider's own has to be ended, if there is one. */
export async function signOut(): Promise<string | undefined> {
  const federated = me?.federated === true;
  await remove('/api/v1/session');
  forget();
  return federated ? (await get<Methods>('/api/v1/session/methods')).provider?.signOut : undefined;
}

/**
 * Has a person show again who he is, for what needs a fresh sign-in. Answers whether he has; people of an identity
 * provider leave for it, and come back to where they were.
 */
export async function signInAgain(ask: (run: (password: string) => Promise<unknown>) => Promise<boolean>): Promise<boolean> {
  if (me?.federated === true) {
    const provider = (await get<Methods>('/api/v1/session/methods')).provider;
    comeBackTo(location.pathname + location.search);
    location.assign(provider?.signInAgain ?? '/sign-in');
    return false;
  }
  return ask((password) => post('/api/v1/session/step-up', { password }));
}

const WANTED = 'firebreak.wanted';

/** Keeps the page that somebody wanted while the identity provider has him. */
export function comeBackTo(path: string): void {
  sessionStorage.setItem(WANTED, path);
}

/** The page kept by {@link comeBackTo}, once. */
export function wanted(): string | undefined {
  const path = sessionStorage.getItem(WANTED) ?? undefined;
  sessionStorage.removeItem(WANTED);
  return path;
}
