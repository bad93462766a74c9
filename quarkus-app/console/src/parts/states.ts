import { html, nothing, type TemplateResult } from 'lit';
import { Problem, Unreachable } from '../api';
import { icon } from './icon';

export function loading(): TemplateResult {
  return html`<p class="state" role="status">Loading …</p>`;
}

/** Nothing to show, and why that is good or what to do. */
export function emptyState(title: string, text: string | TemplateResult = ''): TemplateResult {
  return html`<div class="state">
    <p class="state-title">${title}</p>
    ${text === '' ? nothing : html`<p>${text}</p>`}
  </div>`;
}

export function errorState(failure: unknown, retry?: () => void): TemplateResult {
  return html`<div class="notice bad" role="alert">
    ${icon('warning')}
    <p>${sentence(failure)}</p>
    ${retry === undefined ? nothing : html`<button class="button small" @click=${retry}>Try again</button>`}
  </div>`;
}

/** What went wrong, for a person. */
export function sentence(failure: unknown): string {
  if (failure instanceof Problem || failure instanceof Unreachable) {
    return failure.message;
  }
  console.error(failure);
  return 'Something went wrong in the console. Reload the page; if it stays, report it with what you did.';
}
