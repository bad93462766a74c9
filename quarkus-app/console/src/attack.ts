import type { IncidentStory } from './types';

/** MITRE ATT&CK's enterprise tactics in the order an intrusion goes: https://attack.mitre.org/tactics/enterprise/. */
const TACTICS: readonly (readonly [string, string])[] = [
  ['TA0043', 'Reconnaissance'],
  ['TA0042', 'Resource development'],
  ['TA0001', 'Initial access'],
  ['TA0002', 'Execution'],
  ['TA0003', 'Persistence'],
  ['TA0004', 'Privilege escalation'],
  ['TA0005', 'Defense evasion'],
  ['TA0006', 'Credential access'],
  ['TA0007', 'Discovery'],
  ['TA0008', 'Lateral movement'],
  ['TA0009', 'Collection'],
  ['TA0011', 'Command and control'],
  ['TA0010', 'Exfiltration'],
  ['TA0040', 'Impact'],
];

export interface Stage {
  readonly tactic: string;
  readonly techniques: readonly string[];
  /** Titles of the alerts seen at this stage. */
  readonly alerts: readonly string[];
  /** Targets of those alerts, as "wallet:hot-1". */
  readonly targets: readonly string[];
}

export interface AttackPath {
  /** In the order of an intrusion; alerts that name no tactic come first, under "Not said". */
  readonly stages: readonly Stage[];
  /** Techniques that no alert ties to a tactic. */
  readonly untied: readonly string[];
  /** Every target once, in the order of the first stage that names it. */
  readonly assets: readonly { readonly target: string; readonly state: string }[];
}

/** What alerts say about how far the intruder came, and what of it is contained. */
export function attackPath(story: IncidentStory): AttackPath {
  const stages = new Map<string, { techniques: Set<string>; alerts: Set<string>; targets: Set<string> }>();
  const untied = new Set<string>();
  for (const { alert, state } of story.alerts) {
    if (state === 'duplicate') {
      continue;
    }
    const named = alert.attacks.flatMap((a) => (a.tactic ? [a.tactic] : []));
    for (const tactic of named.length === 0 ? [''] : named) {
      const stage = stages.get(tactic) ?? { techniques: new Set(), alerts: new Set(), targets: new Set() };
      stages.set(tactic, stage);
      stage.alerts.add(alert.title);
      alert.attacks.forEach((a) => a.technique && (a.tactic ?? '') === tactic && stage.techniques.add(a.technique));
      alert.targets.forEach((t) => stage.targets.add(`${t.type.toLowerCase()}:${t.id}`));
    }
    if (named.length > 0) {
      alert.attacks.forEach((a) => a.technique && !a.tactic && untied.add(a.technique));
    }
  }
  const order = ['', ...TACTICS.map(([id]) => id)];
  const sorted = [...stages].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const targets = [...new Set(sorted.flatMap(([, s]) => [...s.targets]))];
  return {
    stages: sorted.map(([id, s]) => ({
      tactic: TACTICS.find(([t]) => t === id)?.[1] ?? (id === '' ? 'Not said' : id),
      techniques: [...s.techniques],
      alerts: [...s.alerts],
      targets: [...s.targets],
    })),
    untied: [...untied],
    assets: targets.map((target) => ({ target, state: held(story, target) })),
  };
}

/** The worst that the ledger says about a target. */
function held(story: IncidentStory, target: string): string {
  const states = story.containments.filter((c) => c.target === target).map((c) => c.state);
  return ['not-holding', 'unknown', 'requested', 'applied', 'confirmed', 'lifted'].find((s) => states.includes(s)) ?? 'open';
}
