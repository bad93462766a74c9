import { html, nothing, type TemplateResult } from 'lit';
import { get, post } from './api';
import { ask } from './parts/dialog';
import { icon } from './parts/icon';
import { toast } from './parts/toast';
import { may } from './session';
import type { Brakes } from './types';

/** The button that holds everything that goes out, or lets it go on; for whoever may. */
export function stopControl(stopped: boolean): TemplateResult | typeof nothing {
  if (stopped) {
    return may('responder', 'approver')
      ? html`<button class="button primary" @click=${resume}>${icon('play')}<span>Resume</span></button>`
      : nothing;
  }
  return may('responder', 'approver', 'break-glass')
    ? html`<button class="button stop" @click=${stop}>${icon('stop')}<span>Stop all</span></button>`
    : nothing;
}

async function stop(): Promise<void> {
  const done = await ask({
    title: 'Stop everything that goes out?',
    text: 'No action reaches a vendor until somebody else resumes: nothing is contained, nothing is lifted. Alerts are still taken in.',
    confirm: 'Stop all actions',
    danger: true,
    field: { label: 'Why' },
    run: (reason) => post<Brakes>('/api/v1/brakes/stop', { reason }),
  });
  if (done) {
    await get<Brakes>('/api/v1/brakes');
    toast('Stopped. Only another person can resume.');
  }
}

async function resume(): Promise<void> {
  const done = await ask({
    title: 'Let actions go out again?',
    text: 'What has waited is sent at once, as far as its time is not over. Whoever stopped cannot resume.',
    confirm: 'Resume actions',
    field: { label: 'Why' },
    run: (reason) => post<Brakes>('/api/v1/brakes/release', { reason }),
  });
  if (done) {
    await get<Brakes>('/api/v1/brakes');
    toast('Actions go out again.');
  }
}
