/** A page: where it is, what it is called, and how its code is fetched, which happens when it is first opened. */
export interface Route {
  /** Segments with ":" take any text: "/incidents/:id". */
  readonly path: string;
  readonly tag: string;
  readonly title: string;
  /** Whether it shows incidents, which not everybody may read. */
  readonly reads?: true;
  load(): Promise<unknown>;
}

export interface Place {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export function find(routes: readonly Route[], pathname: string): Place | undefined {
  const asked = segments(pathname);
  for (const route of routes) {
    const pattern = segments(route.path);
    const params: Record<string, string> = {};
    const fits =
      pattern.length === asked.length &&
      pattern.every((p, i) => {
        const a = asked[i] ?? '';
        if (p.startsWith(':')) {
          params[p.slice(1)] = decodeURIComponent(a);
          return true;
        }
        return p === a;
      });
    if (fits) {
      return { route, params };
    }
  }
  return undefined;
}

function segments(path: string): string[] {
  return path.split('/').filter((s) => s !== '');
}

/** Goes to a place within the console. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, '', to);
  } else {
    history.pushState(null, '', to);
  }
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Changes the query of the address without a new place; for filters, so that a reload or a link keeps them. */
export function keepQuery(query: Readonly<Record<string, string>>): void {
  const parts = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== ''));
  const text = parts.toString();
  history.replaceState(null, '', location.pathname + (text === '' ? '' : `?${text}`));
}

/** Has links within the console not reload it. */
export function takeLinks(): void {
  addEventListener('click', (e) => {
    const link = (e.target as Element | null)?.closest?.('a[href]');
    const plain = e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey && !e.defaultPrevented;
    if (!plain || !(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) {
      return;
    }
    if (link.origin === location.origin && !/^\/(api|q|hooks|lists|engine-rest)\//.test(link.pathname)) {
      e.preventDefault();
      if (link.pathname + link.search !== location.pathname + location.search) {
        go(link.pathname + link.search);
      }
    }
  });
}
