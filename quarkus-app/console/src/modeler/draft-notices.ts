import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon';
import { sentence } from '../parts/states';
import { moment } from '../parts/time';
import type { Saved } from './draft-keeper';

/** Where what is on the screen is kept; unchanged says what it is while nobody has typed. */
export function savedText(status: Saved, unchanged: string): TemplateResult | string {
  switch (status.state) {
    case 'clean':
      return unchanged;
    case 'dirty':
      return 'not saved yet';
    case 'saving':
      return 'saving …';
    case 'saved':
      return html`saved ${moment(new Date(status.at).toISOString())}`;
    case 'failed':
      return html`kept in this browser only: ${sentence(status.failure)}`;
    case 'conflict':
      return html`<strong>saved elsewhere</strong>`;
  }
}

export interface Choices {
  keepMine(): void;
  takeTheirs(): void;
  /** What an earlier visit left is fine as it is. */
  keepRestored(): void;
}

/** Asks which of two is to stay: after a save elsewhere, and after a visit that ended before its save. */
export function draftNotice(status: Saved, restored: string | undefined, choices: Choices): TemplateResult | typeof nothing {
  if (status.state === 'conflict') {
    return html`<div class="notice bad" role="alert">
      ${icon('warning')}
      <p><strong>${status.sentence}</strong> Nothing of yours is lost: what is on the screen is kept in this browser until you choose.</p>
      <button class="button small" @click=${() => choices.keepMine()}>Keep what is here</button>
      <button class="button small" @click=${() => choices.takeTheirs()}>Take what was saved</button>
    </div>`;
  }
  if (restored === undefined) {
    return nothing;
  }
  return html`<div class="notice" role="status">
    ${icon('note')}
    <p>What you had not saved at ${moment(restored)} is here again.</p>
    <button class="button small" @click=${() => choices.keepRestored()}>Good</button>
    <button class="button small" @click=${() => choices.takeTheirs()}>Take what the server has</button>
  </div>`;
}
