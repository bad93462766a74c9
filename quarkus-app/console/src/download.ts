import { Problem, Unreachable } from './api';

/** Has the browser keep what an address answers; what is wrong is thrown instead of kept as a file. */
export async function download(url: string, name: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'error' });
  } catch (cause) {
    throw new Unreachable('The server does not answer.', { cause });
  }
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new Problem(response.status, problem.title ?? 'Error', problem.detail ?? `The server answered ${response.status}.`);
  }
  keep(await response.blob(), name);
}

/** Has the browser keep these bytes as a file. */
export function keep(bytes: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
