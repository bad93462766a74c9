import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, Problem, type Items } from '../api';
import { exposure, type Exposure } from '../exposure';
import { Page } from '../page';
import { badge, severityBadge, stateBadge } from '../parts/badge';
import { ask } from '../parts/dialog';
import { inputFacts } from '../parts/facts';
import { usd } from '../parts/money';
import { emptyState, errorState } from '../parts/states';
import { actionWords, connectorOf, targetLabel } from '../parts/target';
import { moment } from '../parts/time';
import { toast } from '../parts/toast';
import { may, signInAgain, who } from '../session';
import type { Action, ActionInfo, Approval, ConnectorInfo, Incident, IncidentStory } from '../types';
import './approvals.css';

interface Inbox {
  readonly open: readonly Approval[];
  readonly settled: readonly Approval[];
  readonly shown: Approval | undefined;
  readonly incident: Incident | undefined;
  /** The action that it is about. */
  readonly action: Action | undefined;
  readonly exposure: Exposure | undefined;
}

/** The server's words for who asked for an action by hand. */
const BY_HAND = 'asked for this';

/** What waits for a yes: everything that somebody has to know before giving it, and nothing to scroll past. */
@customElement('fb-approvals')
export class Approvals extends Page<Inbox> {
  @state() private busy = false;
  @state() private refused: unknown;
  private readonly catalogue = new Map<string, ActionInfo>();
  private asked: Promise<void> | undefined;

  protected override async read(): Promise<Inbox> {
    const id = this.params['id'];
    this.asked ??= this.readCatalogue();
    const [all, one] = await Promise.all([
      get<Items<Approval>>('/api/v1/approvals?limit=60'),
      id === undefined ? Promise.resolve(undefined) : get<Approval>(`/api/v1/approvals/${encodeURIComponent(id)}`),
      this.asked,
    ]);
    const open = all.items.filter((a) => a.state === 'open').sort((a, b) => a.expiresAt.localeCompare(b.expiresAt));
    const shown = one ?? open[0];
    const about = shown === undefined ? undefined : await get<IncidentStory>(`/api/v1/incidents/${shown.incident}`);
    return {
      open,
      settled: all.items.filter((a) => a.state !== 'open').slice(0, 20),
      shown,
      incident: about?.incident,
      action: about?.actions.find((x) => x.id === shown?.action),
      exposure: about === undefined ? undefined : exposure(about),
    };
  }

  private async readCatalogue(): Promise<void> {
    const connectors = await get<Items<ConnectorInfo>>('/api/v1/connectors');
    connectors.items.flatMap((c) => c.actions).forEach((a) => this.catalogue.set(a.topic, a));
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('params') && changed.get('params') !== undefined) {
      this.refused = undefined;
      void this.readAgain();
    }
  }

  protected override show(inbox: Inbox): TemplateResult {
    const shown = inbox.shown;
    return html`<div class="page">
      <header class="page-head"><h1>Approvals</h1><span class="dim">${inbox.open.length === 0 ? 'none waits' : `${inbox.open.length} waiting`}</span></header>
      ${shown === undefined && inbox.settled.length === 0
        ? html`<div class="card">${emptyState('Nothing waits for a yes', 'What policy wants a person to agree to appears here.')}</div>`
        : html`<div class="inbox ${this.params['id'] === undefined ? 'list' : 'one'}">
            <nav class="card inbox-list" aria-label="Approvals">
              ${inbox.open.length === 0 ? emptyState('Nothing waits for a yes') : html`<ul>${inbox.open.map((a) => line(a, shown))}</ul>`}
              ${inbox.settled.length === 0 ? nothing : html`<header><h2>Settled</h2></header><ul>${inbox.settled.map((a) => line(a, shown))}</ul>`}
            </nav>
            ${shown === undefined ? nothing : this.one(shown, inbox)}
          </div>`}
    </div>`;
  }

  private one(a: Approval, inbox: Inbox): TemplateResult {
    const action = this.catalogue.get(a.topic);
    return html`<article class="card ask-card" aria-labelledby="ask-title">
      <div class="ask">
        <a class="back" href="/approvals">All approvals</a>
        <p class="meta">${severityBadge(a.severity)} ${stateBadge(a.state)} ${a.escalated ? badge('escalated', 'bad') : nothing}</p>
        <h2 id="ask-title">${actionWords(a.topic)}</h2>
        <p class="on">${targetLabel(a.target)} <span class="dim">through ${connectorOf(a.topic)}</span></p>
        ${action === undefined ? nothing : html`<p>${action.description}</p>`}
        <div class="stakes">
          <div class="stake"><h3>If nobody answers</h3><p>${waitingCosts(a, inbox.exposure)}</p></div>
          <div class="stake"><h3>If it is done</h3><p>${a.reason} ${actingCosts(action)}</p></div>
        </div>
        <dl class="facts">
          ${inputFacts(a.input)}
          <dt>Incident</dt>
          <dd><a href="/incidents/${a.incident}">${inbox.incident?.title ?? a.incident}</a></dd>
          <dt>How many are hit</dt>
          <dd>${a.affected === undefined || a.affected === null ? html`the one it names <span class="dim">as far as is known before it is done</span>` : a.affected}</dd>
          <dt>Asked for by</dt>
          <dd>${askedBy(a, inbox.action)} <span class="dim">rule of policy: ${a.rule}</span></dd>
          <dt>May not vote</dt>
          <dd>${a.excluded === undefined ? a.mayNotVote.join(', ') : Object.entries(a.excluded).map(([who, why]) => html`<div>${who} <span class="dim">${why}</span></div>`)}</dd>
          <dt>Who may vote</dt>
          <dd>${electorate(a)}</dd>
          <dt>Votes</dt>
          <dd>${a.votes.length === 0 ? 'none yet' : a.votes.map((v) => html`<div>${badge(v.vote, v.vote === 'approve' ? 'good' : 'bad')} ${v.by} ${moment(v.at)} ${v.comment}</div>`)}</dd>
          <dt>Asked</dt>
          <dd>${moment(a.askedAt)}</dd>
        </dl>
        ${this.ballot(a)}
      </div>
    </article>`;
  }

  private ballot(a: Approval): TemplateResult {
    const me = who()?.subject ?? '';
    const reason = noVote(a, me);
    if (reason !== undefined) {
      return html`<p class="vote dim" role="status">${reason}</p>`;
    }
    return html`<form class="vote" @submit=${(e: SubmitEvent) => void this.cast(e, a)}>
      <label class="field"><span>Comment <span class="dim">goes into the audit trail</span></span><textarea name="comment" rows="2" maxlength="2000"></textarea></label>
      ${this.refused === undefined ? nothing : errorState(this.refused)}
      <div class="buttons">
        <button class="button primary" name="vote" value="approve" ?disabled=${this.busy}>Approve</button>
        <button class="button danger" name="vote" value="deny" ?disabled=${this.busy}>Deny</button>
      </div>
    </form>`;
  }

  private async cast(e: SubmitEvent, a: Approval): Promise<void> {
    e.preventDefault();
    const form = e.target as HTMLFormElement;
    const comment = String(new FormData(form).get('comment') ?? '');
    const vote = (e.submitter as HTMLButtonElement).value;
    this.busy = true;
    this.refused = undefined;
    try {
      await this.vote(a, vote, comment);
      form.reset();
    } catch (problem) {
      this.refused = problem;
    }
    this.busy = false;
    await this.readAgain();
    if (!(this.refused instanceof Problem)) {
      this.querySelector<HTMLElement>('[role=status], .inbox-list a[aria-current]')?.focus();
    }
  }

  /** What is big enough wants a fresh sign-in first; the vote is then the same. */
  private async vote(a: Approval, vote: string, comment: string): Promise<void> {
    const ballot = { vote, comment, ...(a.digest === undefined ? {} : { digest: a.digest }) };
    const send = (): Promise<Approval> => post<Approval>(`/api/v1/approvals/${a.id}/votes`, ballot);
    let after: Approval;
    try {
      after = await send();
    } catch (problem) {
      if (!(problem instanceof Problem && problem.wantsFreshSignIn) || !(await signInAgain((run) => askPassword(problem.message, run)))) {
        throw problem;
      }
      after = await send();
    }
    toast(after.state === 'open' ? 'Your vote counts; others are waited for.' : `${actionWords(a.topic)}: ${after.state}.`);
  }
}

function askPassword(text: string, run: (password: string) => Promise<unknown>): Promise<boolean> {
  return ask({ title: 'Show again who you are', text, confirm: 'Go on', field: { label: 'Password', secret: true }, run });
}

function noVote(a: Approval, me: string): string | undefined {
  if (a.state !== 'open') {
    return `This is settled: ${a.state.replace('_', ' ')}.`;
  }
  if (a.votes.some((v) => v.by === me)) {
    return 'You have voted. Others are waited for.';
  }
  if (a.mayNotVote.includes(me)) {
    return `You ${a.excluded?.[me] ?? 'had a hand in this'}, so you have no vote.`;
  }
  return may('approver') ? undefined : 'Only approvers vote; ask one, or who looks after people.';
}

/** A playbook's step, or a person. */
function askedBy(a: Approval, action: Action | undefined): string {
  const people = Object.entries(a.excluded ?? {}).filter(([, why]) => why === BY_HAND);
  if (people.length > 0) {
    return people.map(([who]) => who).join(', ');
  }
  return action === undefined || action.step === 'manual' ? 'somebody by hand' : `the playbook, at its step ${action.step}`;
}

function electorate(a: Approval): TemplateResult {
  if (a.quorum === undefined || a.voters === undefined) {
    return html`${a.group === '' ? 'Every approver whose scope covers it' : `Approvers of the group ${a.group}`};
    ${a.needed === 1 ? 'one yes is enough' : `${a.needed} different people have to say yes`}`;
  }
  return html`<div>It takes ${a.quorum}${a.missing !== undefined && a.missing.length > 0 ? html`; still missing: ${a.missing.join(', ')}` : nothing}</div>
    <div class="dim">${a.voters.map((v) => `${v.name} (${v.groups.join(', ')}${v.vote ? `, ${v.vote}` : ''})`).join('; ') || 'nobody here can'}</div>`;
}

function waitingCosts(a: Approval, risk: Exposure | undefined): TemplateResult {
  if (a.state !== 'open') {
    return html`It would have been over ${moment(a.expiresAt)}.`;
  }
  const words: Record<string, string> = { contain: 'it is done without an answer', hold: 'it is not done', escalate: 'more people are asked once more, then it is not done' };
  const end = words[a.onTimeout] ?? `"${a.onTimeout}" follows`;
  const left = Math.max(0, Date.parse(a.expiresAt) - Date.now()) / 1000;
  const clock = html`<fb-clock .until=${a.expiresAt}></fb-clock>`;
  return html`${a.then === undefined ? html`In ${clock} ${end}.` : html`${clock} left. ${a.then}`}
    ${risk === undefined
      ? nothing
      : risk.held
        ? html`Alerts spoke of ${usd(risk.usdPerSecond)} a second; the wallets they name are held.`
        : html`Alerts speak of ${usd(risk.usdPerSecond)} a second: up to ${usd(risk.usdPerSecond * left)} until then.`}`;
}

function actingCosts(action: ActionInfo | undefined): string {
  if (action?.effect === 'release') {
    return 'What was taken away can be taken away again.';
  }
  const undo: Record<string, string> = {
    yes: 'Firebreak can lift it again.',
    timed: 'It ends by itself after a time.',
    out_of_band: 'It can be undone only outside of Firebreak.',
    no: 'It cannot be undone.',
  };
  return action === undefined ? 'The connector that offers it is not there any more.' : (undo[action.reversibility] ?? action.reversibility);
}

function line(a: Approval, shown: Approval | undefined): TemplateResult {
  return html`<li>
    <a href="/approvals/${a.id}" aria-current=${a.id === shown?.id ? 'true' : nothing}>
      <span class="what">${actionWords(a.topic)}</span>
      ${a.state === 'open' ? html`<fb-clock .until=${a.expiresAt}></fb-clock>` : stateBadge(a.state)}
      <span>${targetLabel(a.target)}</span>
      <span class="dim">${a.votes.filter((v) => v.vote === 'approve').length} of ${a.needed}</span>
    </a>
  </li>`;
}
