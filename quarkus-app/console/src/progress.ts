import type { Action, IncidentStory, Run, Task, TrailEntry } from './types';
import { span } from './parts/time';

export type Mark = 'done' | 'active' | 'waiting' | 'failed';

export interface NodeState {
  readonly mark: Mark;
  /** How long it took or has taken, or what it waits for. */
  readonly label?: string | undefined;
}

const BAD = new Set(['refused', 'failed', 'unresolved']);
const GOING = new Set(['requested', 'applied', 'unknown']);

/**
 * Where a run stands, by the id of each part of the diagram that it has reached. The engine keeps no history; the
 * audit trail says what was reached and when, the actions say what became of it.
 */
export function progress(run: Run, story: IncidentStory, trail: readonly TrailEntry[], tasks: readonly Task[]): ReadonlyMap<string, NodeState> {
  const nodes = new Map<string, NodeState>();
  for (const e of trail) {
    if (e.data['run'] === run.id && e.kind === 'run.advanced' && Array.isArray(e.data['nodes'])) {
      e.data['nodes'].forEach((n) => nodes.set(String(n), { mark: 'done' }));
    }
  }
  const steps = new Map<string, Action[]>();
  for (const a of story.actions.filter((a) => nodes.has(a.step))) {
    steps.set(a.step, [...(steps.get(a.step) ?? []), a]);
  }
  steps.forEach((actions, step) => nodes.set(step, ofActions(actions)));
  tasks.filter((t) => t.run === run.id).forEach((t) => nodes.set(t.node, { mark: 'waiting', label: 'waits for a person' }));
  const stuck = trail.filter((e) => e.kind === 'run.stuck' && e.data['run'] === run.id).at(-1);
  if (run.state === 'stuck' && stuck !== undefined) {
    nodes.set(String(stuck.data['node']), { mark: 'failed', label: 'stuck' });
  }
  return nodes;
}

function ofActions(actions: readonly Action[]): NodeState {
  const bad = actions.find((a) => BAD.has(a.state));
  if (bad !== undefined) {
    return { mark: 'failed', label: bad.state };
  }
  if (actions.some((a) => a.state === 'waiting')) {
    return { mark: 'waiting', label: 'waits for a yes' };
  }
  const going = actions.find((a) => GOING.has(a.state));
  if (going !== undefined) {
    return { mark: 'active', label: going.state };
  }
  const ends = actions.map((a) => Date.parse(a.endedAt ?? a.requestedAt));
  const begins = actions.map((a) => Date.parse(a.requestedAt));
  return { mark: 'done', label: span(Math.max(...ends) - Math.min(...begins)) + (actions.length > 1 ? `, ${actions.length} times` : '') };
}
