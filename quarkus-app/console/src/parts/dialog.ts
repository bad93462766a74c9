import { html, nothing, render, type TemplateResult } from 'lit';
import { icon } from './icon';
import { errorState } from './states';

export interface Ask {
  readonly title: string;
  readonly text: string | TemplateResult;
  /** The label of the button that does it, as a verb. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** Asks for a text; an empty one is refused unless optional. */
  readonly field?: { readonly label: string; readonly optional?: boolean; readonly hint?: string; readonly secret?: boolean };
  /** Does it; while it runs the dialog stays, and when it fails says why. */
  run(text: string): Promise<unknown>;
}

/** Asks before something is done. Resolves with whether it was done. */
export function ask(what: Ask): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  let failure: unknown;
  let busy = false;

  return new Promise((resolve) => {
    let done = false;
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(done);
    });
    dialog.addEventListener('cancel', (e) => {
      if (busy) {
        e.preventDefault();
      }
    });

    async function submit(e: SubmitEvent): Promise<void> {
      e.preventDefault();
      const text = String(new FormData(e.target as HTMLFormElement).get('text') ?? '').trim();
      busy = true;
      failure = undefined;
      draw();
      try {
        await what.run(text);
        done = true;
        dialog.close();
      } catch (problem) {
        failure = problem;
        busy = false;
        draw();
      }
    }

    function draw(): void {
      render(
        html`<form @submit=${submit}>
          <header>
            <h2 id="dialog-title">${what.title}</h2>
            <button type="button" class="button quiet" aria-label="Close" ?disabled=${busy} @click=${() => dialog.close()}>
              ${icon('close')}
            </button>
          </header>
          <div class="dialog-body">${typeof what.text === 'string' ? html`<p>${what.text}</p>` : what.text} ${field()}</div>
          ${failure === undefined ? nothing : errorState(failure)}
          <footer>
            <button type="button" class="button" ?disabled=${busy} @click=${() => dialog.close()}>Cancel</button>
            <button class="button ${what.danger ? 'danger' : 'primary'}" ?disabled=${busy}>${busy ? 'One moment …' : what.confirm}</button>
          </footer>
        </form>`,
        dialog,
      );
    }

    function field(): TemplateResult | typeof nothing {
      const f = what.field;
      if (f === undefined) {
        return nothing;
      }
      return html`<label class="field">
        <span>${f.label}</span>
        ${f.secret
          ? html`<input name="text" type="password" autocomplete="current-password" required autofocus />`
          : html`<textarea name="text" rows="2" maxlength="2000" ?required=${!f.optional} autofocus></textarea>`}
        ${f.hint === undefined ? nothing : html`<small>${f.hint}</small>`}
      </label>`;
    }

    draw();
    dialog.showModal();
  });
}
