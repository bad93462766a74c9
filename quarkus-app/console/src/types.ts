// What /api/v1 shows. Times are ISO 8601 in UTC.

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'unknown';

export interface Decision {
  readonly playbook: string;
  readonly priority: string;
  readonly rules: readonly { readonly id: string; readonly annotation: string }[];
}

export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: 'open' | 'closed';
  readonly playbook: string;
  readonly priority: string;
  readonly openedAt: string;
  readonly firstAlertAt: string;
  readonly closedAt?: string | null;
  readonly alertCount: number;
  readonly duplicateCount: number;
  readonly decision: Decision;
}

export interface Target {
  /** Upper case as the document has it: WALLET, WORKLOAD, IDENTITY ... */
  readonly type: string;
  readonly id: string;
}

export interface Attack {
  readonly tactic?: string | null;
  readonly technique?: string | null;
}

/** An alert in its normal form. Every text in it may come from an attacker. */
export interface AlertDocument {
  readonly uid: string;
  readonly rule: string;
  readonly title: string;
  readonly description?: string | null;
  readonly severity: string;
  readonly disposition: string;
  readonly occurredAt?: string | null;
  readonly attacks: readonly Attack[];
  readonly targets: readonly Target[];
  readonly observables: readonly { readonly name: string; readonly value: string }[];
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Alert {
  readonly id: string;
  readonly source: string;
  readonly receivedAt: string;
  readonly state: string;
  readonly submittedBy: string;
  readonly alert: AlertDocument;
}

export interface Run {
  readonly id: string;
  readonly playbook: string;
  readonly version: string;
  readonly state: 'running' | 'stuck' | 'completed' | 'cancelled';
  readonly startedAt: string;
  readonly endedAt?: string | null;
  readonly problem?: string | null;
}

export interface Action {
  readonly id: string;
  readonly incident: string;
  readonly step: string;
  readonly topic: string;
  readonly target: string;
  readonly effect: string;
  readonly reversibility: string;
  readonly state: string;
  readonly attempts: number;
  readonly requestedAt: string;
  readonly deadline: string;
  readonly appliedAt?: string | null;
  readonly endedAt?: string | null;
  readonly confirmedAt?: string | null;
  readonly detail?: string | null;
  readonly error?: string | null;
  readonly input: unknown;
  readonly output: unknown;
}

export interface Containment {
  readonly id: string;
  readonly incident: string;
  readonly topic: string;
  readonly target: string;
  readonly state: string;
  readonly reversibility: string;
  readonly requestedAt: string;
  readonly confirmedAt?: string | null;
  readonly lastProbeAt?: string | null;
  readonly expiresAt?: string | null;
  readonly detail?: string | null;
  readonly liftedBy?: string | null;
}

export interface Vote {
  readonly by: string;
  readonly vote: 'approve' | 'deny';
  readonly comment: string;
  readonly at: string;
}

export interface Approval {
  readonly id: string;
  readonly incident: string;
  readonly action: string;
  readonly topic: string;
  readonly target: string;
  readonly severity: Severity;
  readonly needed: number;
  readonly votes: readonly Vote[];
  readonly state: string;
  readonly group: string;
  readonly rule: string;
  readonly reason: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly onTimeout: string;
  readonly escalated: boolean;
  readonly mayNotVote: readonly string[];
  readonly input: unknown;
  /** SHA-256 of what exactly is asked; a vote is for that and nothing else. */
  readonly digest?: string;
  /** Whom it takes, in words. */
  readonly quorum?: string;
  /** The seats that nobody has taken yet. */
  readonly missing?: readonly string[];
  readonly voters?: readonly {
    readonly subject: string;
    readonly name: string;
    readonly groups: readonly string[];
    readonly vote?: string | null;
  }[];
  /** Who may not although his roles allow it, with the reason. */
  readonly excluded?: Readonly<Record<string, string>>;
  /** How many things it would hit, where a rehearsal could tell. */
  readonly affected?: number | null;
  /** What happens when nobody answers. */
  readonly then?: string;
}

export interface Task {
  readonly id: string;
  readonly incident: string;
  readonly run: string;
  readonly node: string;
  readonly name: string;
  readonly documentation: string;
  readonly candidateGroups: readonly string[];
  readonly createdAt: string;
  readonly due?: string | null;
}

/** One line of the audit trail, as the stream and the timelines give it. */
export interface TrailEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly incident?: string | null;
  readonly actor: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

export interface IncidentStory {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
  readonly runs: readonly Run[];
  readonly actions: readonly Action[];
  readonly containments: readonly Containment[];
  readonly approvals: readonly Approval[];
}

export interface Note {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly at: string;
}

export interface Similar {
  readonly incident: Incident;
  readonly sameRule: boolean;
  readonly sharedTargets: readonly string[];
}

export interface RunOf {
  readonly run: Run;
  readonly incident: string;
  readonly title: string;
  readonly severity: Severity;
}

export interface Fire {
  readonly incident: Incident;
  readonly targets: readonly string[];
  readonly targetCount: number;
  readonly exposureUsdPerSecond?: string | null;
  /** Whether a containment is in force on every wallet that is named. */
  readonly exposureHeld: boolean;
  readonly containments: Readonly<Record<string, number>>;
  readonly containedAt?: string | null;
}

export interface Wall {
  readonly incidents: readonly Fire[];
  readonly more: boolean;
  readonly approvals: readonly Approval[];
  readonly tasks: readonly Task[];
  readonly stuck: readonly RunOf[];
  readonly notHolding: readonly Containment[];
  readonly down: readonly {
    readonly connector: string;
    readonly state: string;
    readonly problem?: string | null;
    readonly since: string;
  }[];
  readonly brakes: Brakes;
}

/** What policy says about an action. */
export interface Ruling {
  readonly verdict: string;
  readonly approvals: number;
  readonly rule: string;
  readonly reason: string;
}

export interface Rehearsal {
  readonly topic: string;
  readonly sentence: string;
  readonly affected: number;
  readonly targets: readonly string[];
  readonly policy: Ruling;
}

export interface Grant {
  readonly role: string;
  readonly scope: string;
}

export interface Me {
  readonly subject: string;
  readonly name: string;
  readonly means: 'token' | 'session' | 'one_time_password' | 'oidc';
  readonly grants: readonly Grant[];
  readonly csrf?: string | null;
  /** Whether an identity provider vouches. */
  readonly federated?: boolean;
}

/** How one can sign in. */
export interface Methods {
  readonly local: boolean;
  readonly provider?: {
    readonly name: string;
    readonly signIn: string;
    readonly signInAgain: string;
    readonly signOut?: string;
  };
}

export interface Brakes {
  readonly stopped: boolean;
  readonly by?: string | null;
  readonly at?: string | null;
  readonly reason?: string | null;
}

export interface Checkup {
  readonly name: string;
  readonly at: string;
  readonly state: string;
  readonly problem?: string | null;
  readonly account?: string | null;
  readonly grants: readonly { readonly name: string; readonly held: boolean }[];
  readonly clockSkew?: string | null;
  readonly rateLimitRemaining?: number | null;
  readonly rateLimit?: number | null;
  readonly lastSuccess?: string | null;
}

export interface ActionInfo {
  readonly topic: string;
  readonly description: string;
  readonly effect: string;
  readonly reversibility: string;
  readonly deadline: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
    readonly description: string;
  }[];
}

export interface ConnectorInfo {
  readonly name: string;
  readonly kind: string;
  readonly queued: number;
  readonly checkup?: Checkup | null;
  readonly actions: readonly ActionInfo[];
}
