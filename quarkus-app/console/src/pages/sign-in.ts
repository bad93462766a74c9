import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post } from '../api';
import { Part } from '../part';
import { errorState } from '../parts/states';
import { comeBackTo, signIn } from '../session';
import type { Methods } from '../types';

/** Signing in with a local account; a one-time password has to be changed first. */
@customElement('fb-sign-in')
export class SignIn extends Part {
  @state() private failure: unknown;
  @state() private busy = false;
  /** The identity provider, where one is configured. */
  @state() private provider: Methods['provider'];
  /** Set while a one-time password waits to be changed. */
  @state() private oneTime: { name: string; password: string } | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.readMethods();
  }

  private async readMethods(): Promise<void> {
    try {
      this.provider = (await get<Methods>('/api/v1/session/methods')).provider;
    } catch {
      this.provider = undefined;
    }
  }

  protected override render(): TemplateResult {
    return html`<main class="alone" id="main">
      <div class="card sign-in">
        <p class="brand large"><img src="/favicon.svg" alt="" width="32" height="32" />Firebreak</p>
        ${this.oneTime === undefined ? html`${this.signInForm()} ${this.elsewhere()}` : this.passwordForm()}
      </div>
    </main>`;
  }

  private signInForm(): TemplateResult {
    return html`<form @submit=${this.signIn}>
      <h1>Sign in</h1>
      <label class="field"><span>Name</span><input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus /></label>
      <label class="field"><span>Password</span><input name="password" type="password" autocomplete="current-password" required /></label>
      ${this.trouble()}
      <button class="button primary wide" ?disabled=${this.busy}>${this.busy ? 'One moment …' : 'Sign in'}</button>
    </form>`;
  }

  private elsewhere(): TemplateResult | typeof nothing {
    const p = this.provider;
    return p === undefined
      ? nothing
      : html`<p class="or dim">or</p>
          <a class="button wide" href=${p.signIn} @click=${() => comeBackTo(new URLSearchParams(location.search).get('to') ?? '/')}>Sign in with ${p.name}</a>`;
  }

  private passwordForm(): TemplateResult {
    return html`<form @submit=${this.changePassword}>
      <h1>Choose a password</h1>
      <p>The one-time password gets you in once. Choose your own now; you then sign in with it.</p>
      <label class="field"><span>New password</span><input name="fresh" type="password" autocomplete="new-password" minlength="12" required autofocus /><small>At least 12 characters.</small></label>
      <label class="field"><span>Once more</span><input name="again" type="password" autocomplete="new-password" required /></label>
      ${this.trouble()}
      <button class="button primary wide" ?disabled=${this.busy}>${this.busy ? 'One moment …' : 'Set password and go on'}</button>
    </form>`;
  }

  private trouble(): TemplateResult | typeof nothing {
    return this.failure === undefined ? nothing : errorState(this.failure);
  }

  private signIn(e: SubmitEvent): void {
    const form = fields(e);
    void this.attempt(async () => {
      const name = form.get('name') ?? '';
      const password = form.get('password') ?? '';
      const signedIn = await signIn(name, password);
      if (signedIn.oneTimePassword) {
        this.oneTime = { name, password };
      } else {
        this.dispatchEvent(new CustomEvent('signed-in'));
      }
    });
  }

  private changePassword(e: SubmitEvent): void {
    const form = fields(e);
    const old = this.oneTime;
    if (old === undefined) {
      return;
    }
    const fresh = form.get('fresh') ?? '';
    const again = (e.target as HTMLFormElement).elements.namedItem('again') as HTMLInputElement;
    again.setCustomValidity(fresh === form.get('again') ? '' : 'The two are not the same.');
    if (!again.reportValidity()) {
      again.setCustomValidity('');
      return;
    }
    void this.attempt(async () => {
      await post('/api/v1/me/password', { current: old.password, fresh });
      await signIn(old.name, fresh);
      this.oneTime = undefined;
      this.dispatchEvent(new CustomEvent('signed-in'));
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = undefined;
    try {
      await work();
    } catch (problem) {
      this.failure = problem;
    } finally {
      this.busy = false;
    }
  }
}

function fields(e: SubmitEvent): Map<string, string> {
  e.preventDefault();
  const all = new Map<string, string>();
  new FormData(e.target as HTMLFormElement).forEach((value, name) => all.set(name, String(value)));
  return all;
}
