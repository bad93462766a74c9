import { html, nothing, type TemplateResult } from 'lit';
import { get, post, rehearse, type Items } from '../api';
import type { ActionInfo, ConnectorInfo, Rehearsal } from '../types';
import { typedInput } from './inputs';
import { RehearseFirst } from './rehearse-first';
import { ruling } from './ruling';
import { toast } from './toast';

/** Has a person choose an action, see what it would do, and only then ask for it. Resolves when the dialog closes. */
export async function runAction(incident: string): Promise<void> {
  const connectors = await get<Items<ConnectorInfo>>('/api/v1/connectors');
  const actions = connectors.items.flatMap((c) => c.actions);
  if (await new ActionDialog(incident, actions).open()) {
    toast('It is asked for; the story tells what becomes of it.');
  }
}

class ActionDialog extends RehearseFirst<Rehearsal> {
  protected readonly title = 'Run an action';
  private action: ActionInfo | undefined;

  constructor(
    private readonly incident: string,
    private readonly actions: readonly ActionInfo[],
  ) {
    super();
  }

  protected get chosen(): boolean {
    return this.action !== undefined;
  }

  protected rehearse(): Promise<Rehearsal> {
    return rehearse<Rehearsal>('/api/v1/actions', { ...this.asked(), mode: 'rehearse' });
  }

  protected run(_rehearsal: Rehearsal, reason: string): Promise<unknown> {
    return post('/api/v1/actions', { ...this.asked(), mode: 'run', reason });
  }

  private asked(): object {
    const inputs: Record<string, unknown> = {};
    const data = new FormData(this.dialog.querySelector('form') ?? undefined);
    for (const input of this.action?.inputs ?? []) {
      const text = String(data.get(`in-${input.name}`) ?? '').trim();
      if (text !== '') {
        inputs[input.name] = typedInput(text, input.type);
      }
    }
    return { topic: this.action?.topic, inputs, incident: this.incident };
  }

  protected fields(): TemplateResult {
    return html`<label class="field"
        ><span>Action</span
        ><select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value)}>
          <option value="">Choose one</option>
          ${this.actions.map((a) => html`<option value=${a.topic}>${a.topic}</option>`)}
        </select></label
      >
      ${this.action === undefined ? nothing : this.inputs(this.action)}`;
  }

  private choose(topic: string): void {
    this.action = this.actions.find((a) => a.topic === topic);
    this.changed();
  }

  private inputs(action: ActionInfo): TemplateResult {
    return html`<p class="dim">${action.description}</p>
      ${action.inputs.map(
        (i) => html`<label class="field"
          ><span>${i.name} <span class="dim">${i.type}${i.required ? '' : ', optional'}</span></span
          ><input name="in-${i.name}" ?required=${i.required} autocomplete="off" @input=${() => this.rehearsal !== undefined && this.changed()} /><small>${i.description}</small></label
        >`,
      )}`;
  }

  protected outcome(r: Rehearsal): TemplateResult {
    return html`<p>${r.sentence}</p>
      <p>${r.affected === 0 ? 'Nothing would change.' : html`<strong>${r.affected}</strong> affected: ${r.targets.slice(0, 10).join(', ')}${r.targets.length > 10 ? ' …' : ''}`}</p>
      <p class="dim">${ruling(r.policy)} ${r.policy.reason}</p>`;
  }
}
