import { html } from 'lit';
import { get, post } from '../api';
import { ask } from './dialog';
import { toast } from './toast';

interface Playbook {
  readonly name: string;
  readonly title: string;
}

/** Has a person start a playbook for an incident, beside whatever triage chose. */
export async function runPlaybook(incident: string): Promise<void> {
  const playbooks = (await get<{ items: readonly Playbook[] }>('/api/v1/playbooks')).items;
  let chosen = playbooks[0]?.name ?? '';
  const started = await ask({
    title: 'Run a playbook',
    text: html`<label class="field"
        ><span>Playbook</span
        ><select @change=${(e: Event) => (chosen = (e.target as HTMLSelectElement).value)}>
          ${playbooks.map((p) => html`<option value=${p.name}>${p.title}</option>`)}
        </select></label
      >
      <p class="dim">It runs on what this incident knows. Each of its actions is decided by policy as ever; you have no vote on them.</p>`,
    confirm: 'Run it',
    danger: true,
    field: { label: 'Why' },
    run: (reason) => post(`/api/v1/playbooks/${encodeURIComponent(chosen)}/runs`, { incident, reason }),
  });
  if (started) {
    toast('The playbook runs; the story tells what becomes of it.');
  }
}
