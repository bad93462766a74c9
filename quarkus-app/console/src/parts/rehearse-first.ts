import { html, nothing, render, type TemplateResult } from 'lit';
import { icon } from './icon';
import { errorState } from './states';

/**
 * A dialog for what is done by hand: it shows what would happen, and only then offers to do it. What was rehearsed is
 * what is run; whoever changes something has to rehearse again.
 */
export abstract class RehearseFirst<R> {
  protected readonly dialog = document.createElement('dialog');
  protected rehearsal: R | undefined;
  private failure: unknown;
  private busy: 'rehearse' | 'run' | undefined;

  protected abstract readonly title: string;

  /** Whether enough is chosen to rehearse it. */
  protected abstract get chosen(): boolean;

  /** What is to be run, for a person to choose and fill in. */
  protected abstract fields(): TemplateResult;

  protected abstract rehearse(): Promise<R>;

  protected abstract outcome(rehearsal: R): TemplateResult;

  protected abstract run(rehearsal: R, reason: string): Promise<unknown>;

  /** Resolves when the dialog is closed, with whether it was run. */
  open(): Promise<boolean> {
    let done = false;
    this.dialog.className = 'dialog wide';
    this.dialog.setAttribute('aria-labelledby', 'by-hand-title');
    document.body.append(this.dialog);
    this.draw();
    this.dialog.showModal();
    this.dialog.addEventListener('run', () => (done = true));
    return new Promise((resolve) =>
      this.dialog.addEventListener('close', () => {
        this.dialog.remove();
        resolve(done);
      }),
    );
  }

  /** Takes back what was rehearsed: something else is chosen now. */
  protected changed(): void {
    this.rehearsal = undefined;
    this.failure = undefined;
    this.draw();
  }

  private async ask(what: 'rehearse' | 'run'): Promise<void> {
    const form = this.dialog.querySelector('form');
    const why = form?.elements.namedItem('reason-why') as HTMLTextAreaElement | null;
    if (why !== null) {
      why.required = what === 'run';
    }
    if (!this.chosen || !form?.reportValidity()) {
      return;
    }
    const rehearsed = this.rehearsal;
    this.busy = what;
    this.failure = undefined;
    this.draw();
    try {
      if (what === 'rehearse') {
        this.rehearsal = await this.rehearse();
      } else if (rehearsed !== undefined) {
        await this.run(rehearsed, why?.value ?? '');
        this.dialog.dispatchEvent(new Event('run'));
        this.dialog.close();
      }
    } catch (problem) {
      this.failure = problem;
    }
    this.busy = undefined;
    this.draw();
  }

  private draw(): void {
    const busy = this.busy !== undefined;
    render(
      html`<form @submit=${(e: Event) => e.preventDefault()}>
        <header>
          <h2 id="by-hand-title">${this.title}</h2>
          <button type="button" class="button quiet" aria-label="Close" @click=${() => this.dialog.close()}>${icon('close')}</button>
        </header>
        <div class="dialog-body">${this.fields()} ${this.rehearsal === undefined ? nothing : this.whatWouldHappen(this.rehearsal)}</div>
        ${this.failure === undefined ? nothing : errorState(this.failure)}
        <footer>
          <button type="button" class="button" @click=${() => this.dialog.close()}>Cancel</button>
          <button type="button" class="button ${this.rehearsal === undefined ? 'primary' : ''}" ?disabled=${busy || !this.chosen} @click=${() => void this.ask('rehearse')}>
            ${this.busy === 'rehearse' ? 'Asking what it would do …' : 'Rehearse'}
          </button>
          ${this.rehearsal === undefined
            ? nothing
            : html`<button type="button" class="button danger" ?disabled=${busy} @click=${() => void this.ask('run')}>Run it</button>`}
        </footer>
      </form>`,
      this.dialog,
    );
  }

  private whatWouldHappen(r: R): TemplateResult {
    return html`<div class="rehearsal" role="status">
        <h3>What it would do</h3>
        ${this.outcome(r)}
      </div>
      <label class="field"><span>Why <span class="dim">goes into the audit trail</span></span><textarea name="reason-why" rows="2" maxlength="2000"></textarea></label>`;
  }
}
