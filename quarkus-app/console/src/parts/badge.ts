import { html, type TemplateResult } from 'lit';
import type { Severity } from '../types';

export type Tone = 'bad' | 'warn' | 'good' | 'busy' | 'plain';

/** Severity by word and shape; the colour only repeats it. */
export function severityBadge(severity: Severity): TemplateResult {
  return html`<span class="severity ${severity}"><i aria-hidden="true"></i>${severity}</span>`;
}

export function badge(text: string, tone: Tone = 'plain'): TemplateResult {
  return html`<span class="badge ${tone}">${text}</span>`;
}

const TONES: Readonly<Record<string, Tone>> = {
  // incidents and runs
  open: 'warn',
  running: 'busy',
  stuck: 'bad',
  completed: 'good',
  // actions
  waiting: 'warn',
  requested: 'busy',
  applied: 'busy',
  unknown: 'bad',
  confirmed: 'good',
  done: 'good',
  refused: 'bad',
  failed: 'bad',
  unresolved: 'bad',
  // containments
  'not-holding': 'bad',
  // approvals
  approved: 'good',
  denied: 'bad',
  timed_out: 'bad',
  // connectors
  ready: 'good',
  degraded: 'warn',
};

/** A state in its own word, coloured by what it means for whoever looks. */
export function stateBadge(state: string): TemplateResult {
  return badge(state.replace(/[-_]/g, ' '), TONES[state] ?? 'plain');
}
