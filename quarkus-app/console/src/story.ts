import type { Action, IncidentStory, TrailEntry } from './types';
import { actionWords, splitTarget } from './parts/target';
import { span } from './parts/time';

export type Teller = 'alert' | 'machine' | 'person' | 'vendor';

/** One line of an incident's story. */
export interface Line {
  readonly key: string;
  readonly at: string;
  readonly who: Teller;
  readonly actor: string;
  readonly title: string;
  readonly detail?: string | undefined;
  /** A state to show beside the title. */
  readonly state?: string | undefined;
  readonly href?: string | undefined;
  /** Only for those who want every step. */
  readonly minor?: boolean | undefined;
}

type Data = Readonly<Record<string, unknown>>;

/** Tells an incident's audit trail to people, in the order of time. What follows from something else said is folded in. */
export function tell(entries: readonly TrailEntry[], story: IncidentStory): readonly Line[] {
  const actions = new Map(story.actions.map((a) => [a.id, a]));
  const lines = entries.flatMap((e) => line(e, actions, story) ?? []);
  return lines.sort((a, b) => a.at.localeCompare(b.at));
}

function line(e: TrailEntry, actions: ReadonlyMap<string, Action>, story: IncidentStory): Line | undefined {
  const d = e.data;
  const base = { key: String(e.seq), at: e.at, actor: e.actor };
  const action = actions.get(text(d, 'action'));
  switch (e.kind) {
    case 'incident.opened':
      return { ...base, ...alert(story, text(d, 'alert')), who: 'alert', title: `${alertTitle(story, text(d, 'alert'))} opens the incident` };
    case 'alert.joined':
      return { ...base, ...alert(story, text(d, 'alert')), who: 'alert', title: `${alertTitle(story, text(d, 'alert'))} joins`, detail: newTargets(d) };
    case 'alert.duplicate':
      return { ...base, who: 'alert', title: `${alertTitle(story, text(d, 'alert'))} again`, detail: 'A repeat is counted, nothing more.' };
    case 'alert.noted':
      return { ...base, who: 'alert', title: `${alertTitle(story, text(d, 'alert'))} is noted`, detail: text(d, 'why') };
    case 'incident.decided':
      return { ...base, who: 'machine', title: `Decided: playbook ${text(d, 'playbook')}, priority ${text(d, 'priority')}`, detail: reasons(d) };
    case 'run.started':
      return { ...base, who: 'machine', title: `Playbook ${text(d, 'playbook')} starts, version ${text(d, 'version')}` };
    case 'run.started-by-hand':
      return { ...base, who: 'person', title: `Starts the playbook ${text(d, 'playbook')}`, detail: text(d, 'reason') };
    case 'run.advanced':
      return { ...base, who: 'machine', title: 'The playbook goes on', detail: list(d, 'nodes').join(', '), minor: true };
    case 'run.stuck':
      return { ...base, who: 'machine', title: 'The playbook is stuck', detail: text(d, 'reason'), state: 'stuck' };
    case 'run.completed':
      return { ...base, who: 'machine', title: 'The playbook has ended', state: 'completed' };
    case 'action.requested':
      return { ...base, who: 'machine', title: actionTitle(d), detail: outcome(action), state: action?.state };
    case 'action.asked-by-hand':
      return { ...base, who: 'person', title: `Asks for ${actionWords(text(d, 'topic'))}`, detail: text(d, 'reason') };
    case 'approval.asked':
      return { ...base, who: 'machine', title: `Asks for a yes: ${words(action)}`, detail: text(d, 'reason'), href: `/approvals/${text(d, 'approval')}` };
    case 'approval.voted':
      return { ...base, who: 'person', title: `Votes ${text(d, 'vote').toLowerCase()}: ${words(action)}`, detail: text(d, 'comment'), href: `/approvals/${text(d, 'approval')}` };
    case 'approval.escalated':
      return { ...base, who: 'machine', title: `Nobody answered about ${words(action)}; more people are asked` };
    case 'approval.closed':
      return { ...base, who: 'machine', title: `Approval settled: ${words(action)}`, state: text(d, 'state').toLowerCase(), minor: true };
    case 'task.opened':
      return { ...base, who: 'machine', title: `A person has to: ${text(d, 'name')}` };
    case 'task.overdue':
      return { ...base, who: 'machine', title: `Overdue: ${text(d, 'name')}`, state: 'stuck' };
    case 'task.completed':
      return { ...base, who: 'person', title: `Completes: ${text(d, 'name')}`, detail: values(d['variables']) };
    case 'note.added':
      return { ...base, who: 'person', title: 'Note', detail: text(d, 'text') };
    case 'incident.closed':
      return { ...base, who: 'person', title: 'Closes the incident', detail: text(d, 'reason') };
    case 'containment.lift-requested':
      return { ...base, who: 'person', title: `Asks for a lift: ${action === undefined ? subject(d) : words(action)}`, detail: text(d, 'reason') };
    default:
      return other(base, e, action);
  }
}

/** What vendors answered is folded into the request, unless it is bad news or comes later. */
function other(base: Pick<Line, 'key' | 'at' | 'actor'>, e: TrailEntry, action: Action | undefined): Line {
  const [about, what] = e.kind.split('.');
  const verb = (what ?? '').replace(/-/g, ' ');
  const whom = action === undefined ? subject(e.data) : words(action);
  const good = ['action.applied', 'action.confirmed', 'action.done', 'containment.confirmed', 'containment.applied'].includes(e.kind);
  return {
    ...base,
    who: about === 'action' || about === 'containment' ? 'vendor' : e.actor === 'system' ? 'machine' : 'person',
    title: about === 'action' || about === 'containment' ? `${verb}: ${whom}` : e.kind.replace(/[.-]/g, ' '),
    detail: text(e.data, 'detail') || text(e.data, 'error') || text(e.data, 'reason') || undefined,
    state: about === 'containment' ? what : undefined,
    minor: good,
  };
}

function actionTitle(d: Data): string {
  return `${capital(actionWords(text(d, 'topic')))}: ${splitTarget(text(d, 'target')).id}`;
}

function outcome(a: Action | undefined): string | undefined {
  if (a === undefined) {
    return undefined;
  }
  const took = a.endedAt ? `after ${span(Date.parse(a.endedAt) - Date.parse(a.requestedAt))}` : '';
  return [took, a.error ?? a.detail ?? ''].filter((t) => t !== '').join(': ');
}

function words(a: Action | undefined): string {
  return a === undefined ? 'an action' : `${actionWords(a.topic)} ${splitTarget(a.target).id}`;
}

function subject(d: Data): string {
  return `${actionWords(text(d, 'topic'))} ${splitTarget(text(d, 'target')).id}`;
}

function alertTitle(story: IncidentStory, id: string): string {
  return story.alerts.find((a) => a.id === id)?.alert.title ?? 'An alert';
}

function alert(story: IncidentStory, id: string): Pick<Line, 'actor' | 'detail'> {
  const found = story.alerts.find((a) => a.id === id);
  return { actor: found?.source ?? 'system', detail: found?.alert.description ?? undefined };
}

function newTargets(d: Data): string | undefined {
  const targets = list(d, 'newTargets');
  return targets.length === 0 ? undefined : `New: ${targets.join(', ')}`;
}

function reasons(d: Data): string {
  const rules = Array.isArray(d['rules']) ? (d['rules'] as Data[]) : [];
  return rules.map((r) => `${text(r, 'annotation')} (${text(r, 'id')})`).join(' ');
}

function values(v: unknown): string {
  return v !== null && typeof v === 'object' ? Object.entries(v).map(([k, x]) => `${k} = ${String(x)}`).join(', ') : '';
}

function text(d: Data, name: string): string {
  const v = d[name];
  return typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '';
}

function list(d: Data, name: string): readonly string[] {
  const v = d[name];
  return Array.isArray(v) ? v.map(String) : [];
}

function capital(s: string): string {
  return s.charAt(0).toUpperCase() + s.slice(1);
}
