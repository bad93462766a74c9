import { html, nothing, render, type TemplateResult } from 'lit';
import { get, post, type Items } from '../api';
import type { ActionInfo, ConnectorInfo, Rehearsal } from '../types';
import { icon } from './icon';
import { errorState } from './states';
import { toast } from './toast';

/** Has a person choose an action, see what it would do, and only then ask for it. Resolves when the dialog closes. */
export async function runAction(incident: string): Promise<void> {
  const connectors = await get<Items<ConnectorInfo>>('/api/v1/connectors');
  const form = new ActionForm(
    incident,
    connectors.items.flatMap((c) => c.actions),
  );
  await form.open();
}

class ActionForm {
  private readonly dialog = document.createElement('dialog');
  private action: ActionInfo | undefined;
  private rehearsal: Rehearsal | undefined;
  private failure: unknown;
  private busy = false;

  constructor(
    private readonly incident: string,
    private readonly actions: readonly ActionInfo[],
  ) {}

  open(): Promise<void> {
    this.dialog.className = 'dialog wide';
    this.dialog.setAttribute('aria-labelledby', 'run-action-title');
    document.body.append(this.dialog);
    this.draw();
    this.dialog.showModal();
    return new Promise((resolve) =>
      this.dialog.addEventListener('close', () => {
        this.dialog.remove();
        resolve();
      }),
    );
  }

  private inputs(): Record<string, unknown> {
    const given: Record<string, unknown> = {};
    const data = new FormData(this.dialog.querySelector('form') ?? undefined);
    for (const input of this.action?.inputs ?? []) {
      const typed = String(data.get(`in-${input.name}`) ?? '').trim();
      if (typed !== '') {
        given[input.name] = valueOf(input.type, typed);
      }
    }
    return given;
  }

  private async ask(mode: 'rehearse' | 'run'): Promise<void> {
    const form = this.dialog.querySelector('form');
    const reason = form?.elements.namedItem('reason-why') as HTMLTextAreaElement | null;
    if (reason !== null) {
      reason.required = mode === 'run';
    }
    if (this.action === undefined || !form?.reportValidity()) {
      return;
    }
    const body = { mode, topic: this.action.topic, inputs: this.inputs(), incident: this.incident, reason: reason?.value ?? '' };
    this.busy = true;
    this.failure = undefined;
    this.draw();
    try {
      if (mode === 'rehearse') {
        this.rehearsal = await post<Rehearsal>('/api/v1/actions', body);
      } else {
        await post('/api/v1/actions', body);
        toast(`${body.topic} is asked for; the story tells what becomes of it.`);
        this.dialog.close();
      }
    } catch (problem) {
      this.failure = problem;
    }
    this.busy = false;
    this.draw();
  }

  private choose(topic: string): void {
    this.action = this.actions.find((a) => a.topic === topic);
    this.changed();
  }

  /** What was rehearsed is what is run; another input has to be rehearsed again. */
  private changed(): void {
    this.rehearsal = undefined;
    this.failure = undefined;
    this.draw();
  }

  private draw(): void {
    render(
      html`<form @submit=${(e: Event) => e.preventDefault()}>
        <header>
          <h2 id="run-action-title">Run an action</h2>
          <button type="button" class="button quiet" aria-label="Close" @click=${() => this.dialog.close()}>${icon('close')}</button>
        </header>
        <div class="dialog-body">
          <label class="field"
            ><span>Action</span
            ><select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value)}>
              <option value="">Choose one</option>
              ${this.actions.map((a) => html`<option value=${a.topic}>${a.topic}</option>`)}
            </select></label
          >
          ${this.action === undefined ? nothing : this.fields(this.action)} ${this.rehearsal === undefined ? nothing : outcome(this.rehearsal)}
        </div>
        ${this.failure === undefined ? nothing : errorState(this.failure)}
        <footer>
          <button type="button" class="button" @click=${() => this.dialog.close()}>Cancel</button>
          <button type="button" class="button ${this.rehearsal === undefined ? 'primary' : ''}" ?disabled=${this.busy || this.action === undefined} @click=${() => void this.ask('rehearse')}>
            Rehearse
          </button>
          ${this.rehearsal === undefined
            ? nothing
            : html`<button type="button" class="button danger" ?disabled=${this.busy} @click=${() => void this.ask('run')}>Run it</button>`}
        </footer>
      </form>`,
      this.dialog,
    );
  }

  private fields(action: ActionInfo): TemplateResult {
    return html`<p class="dim">${action.description}</p>
      ${action.inputs.map(
        (i) => html`<label class="field"
          ><span>${i.name} <span class="dim">${i.type}${i.required ? '' : ', optional'}</span></span
          ><input name="in-${i.name}" ?required=${i.required} autocomplete="off" @input=${() => this.rehearsal !== undefined && this.changed()} /><small>${i.description}</small></label
        >`,
      )}`;
  }
}

function outcome(r: Rehearsal): TemplateResult {
  const policy: Record<string, string> = { run: 'Policy lets it run at once.', ask: `Policy asks ${r.policy.approvals} ${r.policy.approvals === 1 ? 'person' : 'people'}; you have no vote.`, never: 'Policy never allows it.' };
  return html`<div class="rehearsal" role="status">
      <h3>What it would do</h3>
      <p>${r.sentence}</p>
      <p>${r.affected === 0 ? 'Nothing would change.' : html`<strong>${r.affected}</strong> affected: ${r.targets.slice(0, 10).join(', ')}${r.targets.length > 10 ? ' …' : ''}`}</p>
      <p class="dim">${policy[r.policy.verdict] ?? r.policy.verdict} ${r.policy.reason}</p>
    </div>
    <label class="field"><span>Why <span class="dim">goes into the audit trail</span></span><textarea name="reason-why" rows="2" maxlength="2000"></textarea></label>`;
}

/** What a person types, as the type that the action's description names. */
function valueOf(type: string, typed: string): unknown {
  if (type.startsWith('list')) {
    return typed.split(',').map((t) => t.trim()).filter((t) => t !== '');
  }
  if (type.includes('number')) {
    return Number(typed);
  }
  return type === 'true or false' ? typed === 'true' : typed;
}
