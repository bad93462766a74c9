import type { Route } from './router';
import { mayLookAfter, mayRead } from './session';

/** Every page of the console. The server answers these paths with the console: see ConsolePages.java. */
export const ROUTES: readonly Route[] = [
  { path: '/', tag: 'fb-wall', title: 'Wall', reads: true, load: () => import('./pages/wall') },
  { path: '/incidents', tag: 'fb-incidents', title: 'Incidents', reads: true, load: () => import('./pages/incidents') },
  { path: '/incidents/:id', tag: 'fb-incident', title: 'Incident', reads: true, load: () => import('./pages/incident') },
  { path: '/approvals', tag: 'fb-approvals', title: 'Approvals', reads: true, load: () => import('./pages/approvals') },
  { path: '/approvals/:id', tag: 'fb-approvals', title: 'Approval', reads: true, load: () => import('./pages/approvals') },
  { path: '/runs', tag: 'fb-runs', title: 'Runs', reads: true, load: () => import('./pages/runs') },
  { path: '/metrics', tag: 'fb-metrics', title: 'Metrics', reads: true, load: () => import('./pages/metrics') },
  { path: '/connectors', tag: 'fb-connectors', title: 'Connectors', load: () => import('./pages/connectors') },
  { path: '/connectors/:name', tag: 'fb-connectors', title: 'Connectors', load: () => import('./pages/connectors') },
  { path: '/sources', tag: 'fb-sources', title: 'Sources', load: () => import('./pages/sources') },
  { path: '/playbooks', tag: 'fb-playbooks', title: 'Playbooks', load: () => import('./pages/playbooks') },
  { path: '/playbooks/:name', tag: 'fb-playbook', title: 'Playbook', load: () => import('./pages/playbook') },
  { path: '/playbooks/:name/compare', tag: 'fb-compare', title: 'Compare versions', load: () => import('./pages/compare') },
  { path: '/modeler/import/new', tag: 'fb-import', title: 'Import a playbook', load: () => import('./pages/import') },
  { path: '/modeler/table/:name', tag: 'fb-table', title: 'Decision table', load: () => import('./pages/table') },
  { path: '/modeler/:name', tag: 'fb-modeler', title: 'Modeler', load: () => import('./pages/modeler') },
];

/** In their order. */
const NAVIGATION: readonly { readonly href: string; readonly label: string; readonly icon: string; readonly reads?: true }[] = [
  { href: '/', label: 'Wall', icon: 'wall', reads: true },
  { href: '/incidents', label: 'Incidents', icon: 'incident', reads: true },
  { href: '/approvals', label: 'Approvals', icon: 'approval', reads: true },
  { href: '/runs', label: 'Runs', icon: 'run', reads: true },
  { href: '/playbooks', label: 'Playbooks', icon: 'playbook' },
  { href: '/metrics', label: 'Metrics', icon: 'metric', reads: true },
  { href: '/connectors', label: 'Connectors', icon: 'connector' },
  { href: '/sources', label: 'Sources', icon: 'source' },
];

/** What whoever is signed in may go to. */
export function navigation(): typeof NAVIGATION {
  return NAVIGATION.filter((n) => (n.reads ? mayRead() : mayLookAfter()));
}
