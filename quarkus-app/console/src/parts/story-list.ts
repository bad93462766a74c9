import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { post } from '../api';
import { Part } from '../part';
import { may } from '../session';
import type { Line, Teller } from '../story';
import { stateBadge } from './badge';
import { icon } from './icon';
import { emptyState, errorState } from './states';
import { span } from './time';

const ICONS: Readonly<Record<Teller, string>> = { alert: 'alert', machine: 'machine', person: 'person', vendor: 'connector' };
const TELLERS: Readonly<Record<Teller, string>> = { alert: 'alert', machine: 'Firebreak', person: 'person', vendor: 'vendor' };

/** What happened, in the order of time, and a place to write down what a person knows. */
@customElement('fb-story')
export class StoryList extends Part {
  @property({ attribute: false }) lines: readonly Line[] = [];
  /** When the clock began: the first alert. */
  @property() since = '';
  @property() incident = '';
  @state() private everything = false;
  @state() private failure: unknown;
  @state() private busy = false;

  protected override render(): TemplateResult {
    const shown = this.everything ? this.lines : this.lines.filter((l) => !l.minor);
    return html`<header>
        <h2>Story</h2>
        <span class="count">${shown.length} of ${this.lines.length} entries</span>
        <span class="actions"
          ><label class="check"><input type="checkbox" .checked=${this.everything} @change=${(e: Event) => (this.everything = (e.target as HTMLInputElement).checked)} />every step</label></span
        >
      </header>
      ${shown.length === 0 ? emptyState('Nothing has happened yet') : html`<ol class="story">${repeat(shown, (l) => l.key, (l) => this.line(l))}</ol>`}
      ${may('responder', 'approver') ? this.form() : nothing}`;
  }

  private line(l: Line): TemplateResult {
    const title = l.href === undefined ? l.title : html`<a href=${l.href}>${l.title}</a>`;
    return html`<li class="${l.who} ${l.minor ? 'minor' : ''}">
      <time class="when" datetime=${l.at} title=${l.at}>+${span(Date.parse(l.at) - Date.parse(this.since))}</time>
      <span class="mark">${icon(ICONS[l.who])}<span class="hidden">${TELLERS[l.who]}</span></span>
      <div>
        <span class="title">${title}</span> ${l.state === undefined ? nothing : stateBadge(l.state)}
        ${l.actor === 'system' ? nothing : html`<span class="dim">${l.actor}</span>`}
        ${l.detail ? html`<div class="detail">${l.detail}</div>` : nothing}
      </div>
    </li>`;
  }

  private get draftKey(): string {
    return `firebreak.note.${this.incident}`;
  }

  private form(): TemplateResult {
    return html`<form class="note-form" @submit=${(e: SubmitEvent) => void this.add(e)}>
      <label class="field"
        ><span>Note</span
        ><textarea
          name="text"
          rows="2"
          maxlength="4000"
          required
          placeholder="What you saw, did or were told; it stays in the audit trail"
          .value=${sessionStorage.getItem(this.draftKey) ?? ''}
          @input=${(e: Event) => sessionStorage.setItem(this.draftKey, (e.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      ${this.failure === undefined ? nothing : errorState(this.failure)}
      <button class="button" ?disabled=${this.busy}>${icon('note')}Add note</button>
    </form>`;
  }

  private async add(e: SubmitEvent): Promise<void> {
    e.preventDefault();
    const field = (e.target as HTMLFormElement).elements.namedItem('text') as HTMLTextAreaElement;
    this.busy = true;
    this.failure = undefined;
    try {
      await post(`/api/v1/incidents/${this.incident}/notes`, { text: field.value });
      sessionStorage.removeItem(this.draftKey);
      field.value = '';
    } catch (problem) {
      this.failure = problem;
    }
    this.busy = false;
  }
}
