import type { Route } from './router';

/** Every page of the console. The server answers these paths with the console: see ConsolePages.java. */
export const ROUTES: readonly Route[] = [
  { path: '/', tag: 'fb-wall', title: 'Wall', load: () => import('./pages/wall') },
  { path: '/incidents', tag: 'fb-incidents', title: 'Incidents', load: () => import('./pages/incidents') },
  { path: '/incidents/:id', tag: 'fb-incident', title: 'Incident', load: () => import('./pages/incident') },
  { path: '/approvals', tag: 'fb-approvals', title: 'Approvals', load: () => import('./pages/approvals') },
  { path: '/approvals/:id', tag: 'fb-approvals', title: 'Approval', load: () => import('./pages/approvals') },
  { path: '/runs', tag: 'fb-runs', title: 'Runs', load: () => import('./pages/runs') },
  { path: '/metrics', tag: 'fb-metrics', title: 'Metrics', load: () => import('./pages/metrics') },
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

/** The navigation, in its order; most of it is for those who may read incidents. */
export const NAVIGATION: readonly { readonly href: string; readonly label: string; readonly icon: string; readonly forAuthors?: true }[] = [
  { href: '/', label: 'Wall', icon: 'wall' },
  { href: '/incidents', label: 'Incidents', icon: 'incident' },
  { href: '/approvals', label: 'Approvals', icon: 'approval' },
  { href: '/runs', label: 'Runs', icon: 'run' },
  { href: '/playbooks', label: 'Playbooks', icon: 'playbook', forAuthors: true },
  { href: '/metrics', label: 'Metrics', icon: 'metric' },
  { href: '/connectors', label: 'Connectors', icon: 'connector', forAuthors: true },
  { href: '/sources', label: 'Sources', icon: 'source' },
];
