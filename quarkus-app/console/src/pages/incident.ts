import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, type Items } from '../api';
import { attackPath } from '../attack';
import { download } from '../download';
import { exposure } from '../exposure';
import { Page } from '../page';
import '../parts/deadlines';
import '../parts/attack-graph';
import { badge, severityBadge, stateBadge } from '../parts/badge';
import { count } from '../parts/count';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { answerValue } from '../parts/inputs';
import { usd } from '../parts/money';
import { emptyState, sentence } from '../parts/states';
import '../parts/story-list';
import { table } from '../parts/table';
import { actionWords, targetLabel } from '../parts/target';
import { moment, span } from '../parts/time';
import { toast } from '../parts/toast';
import { progress } from '../progress';
import { may } from '../session';
import { tell } from '../story';
import type { Diagram } from '../parts/diagram';
import type { Action, Containment, IncidentStory, Run, Similar, Task, TrailEntry } from '../types';
import './incident.css';

interface Whole {
  readonly story: IncidentStory;
  readonly trail: readonly TrailEntry[];
  readonly tasks: readonly Task[];
  readonly similar: readonly Similar[];
}

/** Everything about one incident on one page. */
@customElement('fb-incident')
export class IncidentPage extends Page<Whole> {
  @state() private run: string | undefined = new URLSearchParams(location.search).get('run') ?? undefined;
  @state() private diagrams: Readonly<Record<string, string>> = {};

  private get incident(): string {
    return this.params['id'] ?? '';
  }

  protected override concerns(entry: TrailEntry): boolean {
    return entry.incident === this.incident;
  }

  protected override async read(): Promise<Whole> {
    const at = `/api/v1/incidents/${encodeURIComponent(this.incident)}`;
    const [story, trail, tasks, similar] = await Promise.all([
      get<IncidentStory>(at),
      get<Items<TrailEntry>>(`${at}/timeline`),
      get<Items<Task>>('/api/v1/tasks'),
      get<Items<Similar>>(`${at}/similar`),
    ]);
    return {
      story,
      trail: trail.items,
      tasks: tasks.items.filter((t) => t.incident === this.incident),
      similar: similar.items,
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('params') && changed.get('params') !== undefined) {
      this.run = undefined;
      void this.readAgain();
    }
    const run = this.shownRun();
    if (run !== undefined && this.diagrams[run.version] === undefined) {
      void this.loadDiagram(run);
    }
  }

  private shownRun(): Run | undefined {
    const runs = this.data?.story.runs.filter((r) => r.version !== 'none') ?? [];
    return runs.find((r) => r.id === this.run) ?? runs.at(-1);
  }

  private async loadDiagram(run: Run): Promise<void> {
    this.diagrams = { ...this.diagrams, [run.version]: '' };
    const [response] = await Promise.all([fetch(`/api/v1/runs/${encodeURIComponent(run.id)}/bpmn`), import('../parts/diagram')]);
    if (response.ok) {
      this.diagrams = { ...this.diagrams, [run.version]: await response.text() };
    }
  }

  protected override show(w: Whole): TemplateResult {
    const path = attackPath(w.story);
    return html`<div class="page">
      ${this.head(w)} ${this.waiting(w)} ${this.diagram(w)}
      <div class="columns">
        <div class="column">
          <section class="card" aria-label="Story">
            <fb-story .lines=${tell(w.trail, w.story)} .since=${w.story.incident.firstAlertAt} .incident=${this.incident}></fb-story>
          </section>
          ${this.actions(w)} ${alerts(w)}
        </div>
        <div class="column">
          <fb-deadlines .incident=${this.incident}></fb-deadlines>
          <section class="card" aria-labelledby="path">
            <header><h2 id="path">Attack path</h2><span class="count">${path.assets.length} assets</span></header>
            ${path.assets.length + path.stages.length === 0 ? emptyState('No alert names an asset or a tactic') : html`<fb-attack-graph .path=${path}></fb-attack-graph>`}
            ${path.untied.length === 0 ? nothing : html`<p class="card-body dim">Alerts also name ${path.untied.join(', ')}, without saying at which stage.</p>`}
          </section>
          ${this.containments(w)} ${decision(w)} ${similar(w)}
        </div>
      </div>
    </div>`;
  }

  private head(w: Whole): TemplateResult {
    const i = w.story.incident;
    const risk = exposure(w.story);
    return html`<header class="card incident-head">
      <div>
        <p class="meta">${severityBadge(i.severity)} ${stateBadge(i.state)}<span>priority ${i.priority}</span><span>${count(i.alertCount, 'alert')}${i.duplicateCount > 0 ? `, ${count(i.duplicateCount, 'repeat')}` : ''}</span></p>
        <h1>${i.title}</h1>
        <p class="meta"><span>Playbook ${i.playbook}</span><span>first alert ${moment(i.firstAlertAt)}</span><span class="mono">${i.id}</span></p>
      </div>
      <div class="watch">
        <fb-clock .since=${i.firstAlertAt} .to=${i.closedAt ?? undefined}></fb-clock><span class="dim">since the first alert</span>
        ${risk === undefined ? nothing : html`<div class="rate ${risk.held ? 'held' : ''}">${usd(risk.usdPerSecond)} a second${risk.held ? ', wallets held' : ' at risk'}</div>`}
      </div>
      <div class="actions">
        ${may('responder') ? html`<button class="button" @click=${() => void this.runAction()}>${icon('play')}Run an action</button>` : nothing}
        ${may('responder') && i.state === 'open' ? html`<button class="button" @click=${() => void this.runPlaybook()}>${icon('playbook')}Run a playbook</button>` : nothing}
        ${may('responder') && i.state === 'open' ? html`<button class="button" @click=${() => void this.close()}>${icon('ok')}Close incident</button>` : nothing}
        <button class="button" @click=${() => void this.takeEvidence()}>${icon('download')}Evidence</button>
        ${may('responder') && w.story.containments.some((c) => c.state === 'confirmed') ? html`<button class="button" @click=${() => void this.liftAll()}>${icon('undo')}Lift all</button>` : nothing}
      </div>
    </header>`;
  }

  private diagram(w: Whole): TemplateResult | typeof nothing {
    const run = this.shownRun();
    if (run === undefined) {
      return nothing;
    }
    const runs = w.story.runs.filter((r) => r.version !== 'none');
    return html`<section class="card full" aria-labelledby="playbook">
      <header>
        <h2 id="playbook">Playbook</h2>
        ${stateBadge(run.state)}
        <span class="count">version ${run.version.split(':')[1] ?? ''}, ${run.endedAt ? `took ${span(Date.parse(run.endedAt) - Date.parse(run.startedAt))}` : html`under way for <fb-clock .since=${run.startedAt}></fb-clock>`}</span>
        <span class="actions tabs">
          <button class="button small quiet" @click=${() => this.querySelector<Diagram>('fb-diagram')?.showPosition()}>Where it is</button>
          <button class="button small quiet" @click=${() => this.querySelector<Diagram>('fb-diagram')?.showWhole()}>Whole</button>
          ${runs.length < 2 ? nothing : runs.map((r) => html`<button class="button small" aria-pressed=${r.id === run.id} @click=${() => (this.run = r.id)}>${r.playbook}</button>`)}
        </span>
      </header>
      ${run.problem ? html`<p class="card-body problem">${run.problem}</p>` : nothing}
      <fb-diagram .xml=${this.diagrams[run.version] ?? ''} .nodes=${progress(run, w.story, w.trail, w.tasks)}></fb-diagram>
      <p class="legend">
        <span><span class="run-tag done">done</span> and how long it took</span><span><span class="run-tag active">under way</span></span><span><span class="run-tag waiting">waits</span> for a person</span><span><span class="run-tag failed">failed</span></span>
      </p>
    </section>`;
  }

  private waiting(w: Whole): TemplateResult | typeof nothing {
    const open = w.story.approvals.filter((a) => a.state === 'open');
    if (open.length + w.tasks.length === 0) {
      return nothing;
    }
    return html`<section class="card full first" aria-labelledby="waits">
      <header>${icon('person')}<h2 id="waits">Waits for a person</h2></header>
      <ul class="todo">
        ${open.map(
          (a) => html`<li>
            <a class="what" href="/approvals/${a.id}">Approve: ${actionWords(a.topic)}</a><fb-clock class="right" .until=${a.expiresAt}></fb-clock>
            <span>${targetLabel(a.target)}</span><span class="right dim">${a.votes.filter((v) => v.vote === 'approve').length} of ${a.needed} yes</span>
          </li>`,
        )}
        ${w.tasks.map(
          (t) => html`<li>
            <span class="what">${t.name}</span>${t.due ? html`<fb-clock class="right" .until=${t.due}></fb-clock>` : html`<span></span>`}
            <span class="dim">${t.documentation}</span>
            ${may('responder') ? html`<button class="button small right" @click=${() => void this.complete(t)}>Complete</button>` : nothing}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private async complete(t: Task): Promise<void> {
    await ask({
      title: t.name,
      text: t.documentation,
      confirm: 'Complete',
      field: { label: 'What the playbook goes on by', optional: true, hint: 'One a line, for example lift = true. Leave it empty where the task asks for nothing.' },
      run: (text) => post(`/api/v1/tasks/${t.id}/complete`, { variables: variables(text) }),
    });
  }

  private containments(w: Whole): TemplateResult {
    const all = w.story.containments;
    return html`<section class="card" aria-labelledby="contained">
      <header>${icon('containment')}<h2 id="contained">Containments</h2><span class="count">${all.filter((c) => c.state === 'confirmed').length} of ${all.length} confirmed</span></header>
      ${all.length === 0
        ? emptyState('Nothing is contained')
        : table<Containment>(
            'Containments',
            [
              { head: 'Target', cell: (c) => html`${targetLabel(c.target)}<div class="dim">${actionWords(c.topic)}</div>` },
              { head: 'State', cell: (c) => html`${stateBadge(c.state)}${c.expiresAt ? html`<div class="dim">ends ${moment(c.expiresAt)}</div>` : nothing}` },
              { head: 'Read back', cell: (c) => moment(c.lastProbeAt), numeric: true, minor: true },
              { head: '', cell: (c) => this.lift(c), numeric: true },
            ],
            all,
            (c) => c.id,
          )}
    </section>`;
  }

  private lift(c: Containment): TemplateResult {
    if (c.state === 'lifted') {
      return html`<span class="dim">${c.liftedBy ?? ''}</span>`;
    }
    if (!may('responder') || c.reversibility === 'no' || c.reversibility === 'out_of_band') {
      return html`<span class="dim">${c.reversibility === 'no' ? 'for good' : c.reversibility === 'out_of_band' ? 'outside only' : ''}</span>`;
    }
    return html`<button class="button small" aria-label="Lift ${actionWords(c.topic)} on ${c.target}" @click=${() => void this.askLift(c)}>Lift</button>`;
  }

  private async askLift(c: Containment): Promise<void> {
    await ask({
      title: 'Lift this containment?',
      text: `${c.target} gets back what was taken away (${actionWords(c.topic)}). Policy decides who has to agree.`,
      confirm: 'Ask for the lift',
      danger: true,
      field: { label: 'Why' },
      run: (reason) => post<Action>(`/api/v1/containments/${c.id}/lift`, { reason }),
    });
  }

  private async liftAll(): Promise<void> {
    await ask({
      title: 'Lift every containment of this incident?',
      text: 'Each is lifted as far as it can be; policy decides who has to agree.',
      confirm: 'Ask for the lifts',
      danger: true,
      field: { label: 'Why' },
      run: (reason) => post(`/api/v1/incidents/${this.incident}/lift`, { reason }),
    });
  }

  private async close(): Promise<void> {
    const closed = await ask({
      title: 'Close this incident?',
      text: 'Later alerts open a new one. Containments stay in force, and what runs goes on.',
      confirm: 'Close it',
      field: { label: 'Why' },
      run: (reason) => post(`/api/v1/incidents/${this.incident}/close`, { reason }),
    });
    if (closed) {
      toast('The incident is closed; its containments stay.');
    }
  }

  private async takeEvidence(): Promise<void> {
    try {
      await download(`/api/v1/incidents/${this.incident}/evidence`, `firebreak-${this.incident}.zip`);
      toast('The evidence was saved; that it was taken is in the audit trail.');
    } catch (problem) {
      toast(sentence(problem));
    }
  }

  private async runAction(): Promise<void> {
    const { runAction } = await import('../parts/run-action');
    await runAction(this.incident);
  }

  private async runPlaybook(): Promise<void> {
    const { runPlaybook } = await import('../parts/run-playbook');
    await runPlaybook(this.incident);
  }

  private actions(w: Whole): TemplateResult {
    return html`<section class="card" aria-labelledby="actions">
      <header><h2 id="actions">Actions</h2><span class="count">${w.story.actions.length}</span></header>
      ${w.story.actions.length === 0
        ? emptyState('No action was asked for')
        : table<Action>(
            'Actions',
            [
              { head: 'Action', cell: (a) => html`${actionWords(a.topic)}<div class="dim">${a.target}</div>${a.error ? html`<div class="problem">${a.error}</div>` : nothing}` },
              { head: 'State', cell: (a) => stateBadge(a.state) },
              { head: 'Took', cell: (a) => (a.endedAt ? span(Date.parse(a.endedAt) - Date.parse(a.requestedAt)) : '–'), numeric: true, minor: true },
              { head: '', cell: (a) => this.retry(a), numeric: true },
            ],
            w.story.actions,
            (a) => a.id,
          )}
    </section>`;
  }

  private retry(a: Action): TemplateResult | typeof nothing {
    return may('responder') && (a.state === 'failed' || a.state === 'unresolved')
      ? html`<button class="button small" @click=${() => void this.tryAgain(a)}>Try again</button>`
      : nothing;
  }

  private async tryAgain(a: Action): Promise<void> {
    await ask({
      title: 'Try this action again?',
      text: `${actionWords(a.topic)} on ${a.target}. What may have been done already is read back first.`,
      confirm: 'Try again',
      run: () => post(`/api/v1/actions/${a.id}/retry`),
    });
  }
}

/** "lift = true" a line, as the types that a diagram's conditions compare. */
function variables(text: string): Record<string, unknown> {
  const lines = text.split('\n').map((l) => l.split('=', 2).map((p) => p.trim()));
  return Object.fromEntries(lines.filter(([name]) => name !== '').map(([name, value = '']) => [name, answerValue(value)]));
}

function decision(w: Whole): TemplateResult {
  const d = w.story.incident.decision;
  return html`<section class="card" aria-labelledby="decision">
    <header><h2 id="decision">Decision</h2>${badge(d.priority)}<span class="count">${d.playbook}</span></header>
    <ul class="card-body rules">
      ${d.rules.length === 0 ? html`<li class="dim">No rule of triage hit.</li>` : d.rules.map((r) => html`<li>${r.annotation} <span class="dim mono">${r.id}</span></li>`)}
    </ul>
  </section>`;
}

function alerts(w: Whole): TemplateResult {
  return html`<section class="card" aria-labelledby="alerts">
    <header>${icon('alert')}<h2 id="alerts">Alerts</h2><span class="count">${w.story.alerts.length}</span></header>
    ${table(
      'Alerts',
      [
        { head: 'Alert', cell: (a) => html`${a.alert.title}<div class="dim">${a.alert.description ?? a.alert.rule}</div>` },
        { head: 'Source', cell: (a) => a.source },
        { head: 'Received', cell: (a) => moment(a.receivedAt), numeric: true, minor: true },
        { head: '', cell: (a) => badge(a.state), numeric: true },
      ],
      w.story.alerts,
      (a) => a.id,
    )}
  </section>`;
}

function similar(w: Whole): TemplateResult {
  return html`<section class="card" aria-labelledby="similar">
    <header><h2 id="similar">Similar incidents</h2></header>
    ${w.similar.length === 0
      ? html`<p class="card-body dim">No other incident has the same rule or target.</p>`
      : html`<ul class="todo">
          ${w.similar.map(
            (s) => html`<li>
              <a class="what" href="/incidents/${s.incident.id}">${s.incident.title}</a>${stateBadge(s.incident.state)}
              <span class="dim">${[s.sameRule ? 'same rule' : '', ...s.sharedTargets].filter((t) => t !== '').join(', ')}</span>
              <span class="right dim">${moment(s.incident.openedAt)}</span>
            </li>`,
          )}
        </ul>`}
  </section>`;
}
