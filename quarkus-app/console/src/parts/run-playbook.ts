import { html, nothing, type TemplateResult } from 'lit';
import { get, post, rehearse } from '../api';
import type { Ruling } from '../types';
import { badge, type Tone } from './badge';
import { count } from './count';
import { answerValue, missingAnswer } from './inputs';
import { RehearseFirst } from './rehearse-first';
import { ruling } from './ruling';
import { emptyState } from './states';
import { actionWords, connectorOf, targetLabel } from './target';
import { toast } from './toast';

interface Playbook {
  readonly name: string;
  readonly title: string;
  /** The engine's id of the version in force, where one is. */
  readonly versionId?: string | null;
}

interface Step {
  readonly element: string;
  readonly kind: 'node' | 'action' | 'task';
  readonly topic?: string | null;
  readonly target?: string | null;
  readonly policy?: Ruling | null;
  readonly preview?: string | null;
  readonly affected?: number | null;
  readonly targets?: readonly string[] | null;
  readonly note?: string | null;
}

interface Played {
  readonly version: number;
  readonly rehearsal: { readonly ended: boolean; readonly stopped?: string | null; readonly steps: readonly Step[] };
}

/** What a person would fill into a task. */
interface Answer {
  readonly task: string;
  readonly value: string;
  text: string;
}

const VERDICTS: Readonly<Record<string, readonly [string, Tone]>> = {
  run: ['at once', 'good'],
  ask: ['asks first', 'warn'],
  never: ['never', 'bad'],
};

/** Has a person start a playbook for an incident, beside whatever triage chose, once he has seen what it would do. */
export async function runPlaybook(incident: string): Promise<void> {
  const playbooks = (await get<{ items: readonly Playbook[] }>('/api/v1/playbooks')).items.filter((p) => (p.versionId ?? null) !== null);
  if (await new PlaybookDialog(incident, playbooks).open()) {
    toast('The playbook runs; the story tells what becomes of it.');
  }
}

class PlaybookDialog extends RehearseFirst<Played> {
  protected readonly title = 'Run a playbook';
  private name = '';
  private answers: Answer[] = [];

  constructor(
    private readonly incident: string,
    private readonly playbooks: readonly Playbook[],
  ) {
    super();
  }

  protected get chosen(): boolean {
    return this.name !== '';
  }

  private get address(): string {
    return `/api/v1/playbooks/${encodeURIComponent(this.name)}`;
  }

  protected async rehearse(): Promise<Played> {
    const answers: Record<string, Record<string, unknown>> = {};
    this.answers.forEach((a) => ((answers[a.task] ??= {})[a.value] = answerValue(a.text)));
    const played = await rehearse<Played>(`${this.address}/rehearse`, { incident: this.incident, answers });
    const missing = missingAnswer(played.rehearsal.stopped);
    if (missing !== undefined && !this.answers.some((a) => a.task === missing.task && a.value === missing.value)) {
      this.answers = [...this.answers, { ...missing, text: '' }];
    }
    return played;
  }

  protected run(rehearsed: Played, reason: string): Promise<unknown> {
    return post(`${this.address}/runs`, { incident: this.incident, reason, version: rehearsed.version });
  }

  protected fields(): TemplateResult {
    return html`<label class="field"
        ><span>Playbook</span
        ><select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value)}>
          <option value="">Choose one</option>
          ${this.playbooks.map((p) => html`<option value=${p.name}>${p.title}</option>`)}
        </select></label
      >
      ${this.playbooks.length === 0 ? emptyState('No playbook is in force') : nothing}
      <p class="dim">It runs on what this incident knows. Each of its actions is decided by policy as ever; you have no vote on them.</p>`;
  }

  private choose(name: string): void {
    this.name = name;
    this.answers = [];
    this.changed();
  }

  protected outcome(p: Played): TemplateResult {
    const { steps, ended, stopped } = p.rehearsal;
    const actions = steps.filter((s) => s.kind === 'action');
    const by = (verdict: string): number => actions.filter((s) => s.policy?.verdict === verdict).length;
    const parts = [
      [by('run'), 'at once'],
      [by('ask'), 'after a yes'],
      [by('never'), 'never'],
      [actions.filter((s) => (s.policy ?? null) === null).length, 'not at all'],
    ] as const;
    const hit = new Set(actions.flatMap((s) => (s.affected === 0 ? [] : (s.targets ?? [])))).size;
    return html`<p>
        Version ${p.version}: <strong>${count(actions.length, 'action')}</strong>${actions.length === 0 ? nothing : html`, ${parts.filter(([n]) => n > 0).map(([n, w]) => `${n} ${w}`).join(', ')}`};
        <strong>${count(hit, 'thing')}</strong> would be changed.
      </p>
      <ol class="steps">${steps.filter((s) => s.kind !== 'node').map(step)}</ol>
      ${ended ? html`<p>Then it ends.</p>` : html`<p><strong>It was not rehearsed to its end:</strong> ${stopped ?? 'it waits.'}</p>`}
      ${this.answers.map((a) => this.answer(a))}`;
  }

  private answer(a: Answer): TemplateResult {
    return html`<label class="field"
      ><span>If people say at ${a.task}: ${a.value} =</span
      ><input autocomplete="off" placeholder="true, false, a number or words; then rehearse again" .value=${a.text} @input=${(e: Event) => (a.text = (e.target as HTMLInputElement).value)} /></label
    >`;
  }
}

function step(s: Step): TemplateResult {
  if (s.kind === 'task') {
    return html`<li><span class="what">A person does: ${s.element}</span></li>`;
  }
  const [word, tone] = VERDICTS[s.policy?.verdict ?? ''] ?? ['not possible', 'bad' as Tone];
  const topic = s.topic ?? '';
  const hit = s.affected ?? null;
  return html`<li>
    <span class="what">${actionWords(topic)} <span class="dim">through ${connectorOf(topic)}</span></span>${badge(word, tone)}
    ${s.target ? html`<span>${targetLabel(s.target)}</span>` : nothing}
    ${s.preview ? html`<span>${s.preview}</span>` : nothing}
    ${hit === null ? nothing : html`<span>${hit === 0 ? 'Nothing would change.' : html`<strong>${hit}</strong> affected${(s.targets ?? []).length > 1 ? html`: ${(s.targets ?? []).join(', ')}` : nothing}`}</span>`}
    ${s.policy ? html`<span class="dim">${ruling(s.policy)} ${s.policy.reason}</span>` : nothing}
    ${s.note ? html`<span class="problem">${s.note}</span>` : nothing}
  </li>`;
}
