import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { get, tell } from './api';
import { live } from './live';
import { Part } from './part';
import { icon } from './parts/icon';
import { errorState, loading } from './parts/states';
import { moment } from './parts/time';
import { toast } from './parts/toast';
import { find, go, takeLinks, type Place } from './router';
import { navigation, ROUTES } from './routes';
import { forget, mayLookAfter, mayRead, refresh, signOut, wanted, who } from './session';
import { stopControl } from './stop';
import { theme, toggleTheme } from './theme';
import type { Brakes } from './types';

/** The frame around every page: navigation, stop switch, and whether what is shown is still true. */
@customElement('fb-console')
export class Console extends Part {
  @state() private ready = false;
  @state() private place: Place | undefined;
  @state() private failure: unknown;
  @state() private brakes: Brakes | undefined;
  @state() private menu = false;
  private lastPath = '';

  override connectedCallback(): void {
    super.connectedCallback();
    tell({
      signedOut: () => this.toSignIn(),
      stopped: (stopped) => this.heardOfBrakes(stopped),
    });
    takeLinks();
    addEventListener('popstate', () => void this.open());
    live.watch(() => this.requestUpdate());
    live.follow((entries, resync) => {
      if (resync || entries.some((e) => e.kind.startsWith('stop.'))) {
        void this.readBrakes();
      }
    });
    void this.begin();
  }

  private async begin(): Promise<void> {
    try {
      const me = await refresh();
      this.failure = undefined;
      if (me === undefined || me.means === 'one_time_password') {
        this.toSignIn();
      } else {
        live.start();
        this.goInside(location.pathname === '/' ? wanted() : undefined);
      }
      this.ready = true;
      await this.open();
    } catch (e) {
      this.failure = e;
    }
  }

  /** Every answer says whether actions are stopped; who did it and why is asked for when that changes. */
  private heardOfBrakes(stopped: boolean): void {
    if (stopped !== (this.brakes?.stopped ?? false)) {
      this.brakes = { stopped };
      void this.readBrakes();
    }
  }

  private async readBrakes(): Promise<void> {
    if (!mayLookAfter()) {
      return;
    }
    try {
      this.brakes = await get<Brakes>('/api/v1/brakes');
    } catch {
      // The next answer says it again.
    }
  }

  private toSignIn(): void {
    forget();
    live.stop();
    if (location.pathname !== '/sign-in') {
      go(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`, true);
    }
  }

  private async open(): Promise<void> {
    this.menu = false;
    if (location.pathname === '/sign-in') {
      await import('./pages/sign-in');
      this.place = undefined;
      this.requestUpdate();
      return;
    }
    const first = navigation()[0]?.href ?? '/';
    if (location.pathname === '/' && first !== '/') {
      go(first, true);
      return;
    }
    const place = find(ROUTES, location.pathname);
    const asked = location.pathname;
    try {
      if (isOpen(place)) {
        await place?.route.load();
      }
      this.failure = undefined;
    } catch (e) {
      this.failure = e;
    }
    if (asked !== location.pathname) {
      return;
    }
    const turned = place?.route !== this.place?.route || asked !== this.lastPath;
    this.place = place;
    this.lastPath = asked;
    document.title = `${place?.route.title ?? 'Not found'} · Firebreak`;
    await this.updateComplete;
    if (turned) {
      scrollTo(0, 0);
      this.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
    }
  }

  protected override render(): TemplateResult {
    if (this.failure !== undefined && !this.ready) {
      return html`<main class="alone">${errorState(this.failure, () => void this.begin())}</main>`;
    }
    if (!this.ready) {
      return html`<main class="alone">${loading()}</main>`;
    }
    if (location.pathname === '/sign-in') {
      return html`<fb-sign-in @signed-in=${() => void this.signedIn()}></fb-sign-in>`;
    }
    return html`<a class="skip" href="#main" @click=${this.skip}>Skip to the page</a>
      <div class="top">${this.header()} ${this.banners()}</div>
      <main id="main" tabindex="-1">${this.page()}</main>`;
  }

  private skip(e: Event): void {
    e.preventDefault();
    this.querySelector<HTMLElement>('main')?.focus();
  }

  private async signedIn(): Promise<void> {
    const to = new URLSearchParams(location.search).get('to') ?? '/';
    await refresh();
    live.start();
    this.goInside(to);
  }

  /** Only within this console: a link that someone sent must not lead elsewhere. */
  private goInside(to: string | undefined): void {
    if (to !== undefined) {
      const place = new URL(to, location.origin);
      go(place.origin === location.origin ? place.pathname + place.search : '/', true);
    }
  }

  private page(): TemplateResult {
    if (this.failure !== undefined) {
      return errorState(this.failure, () => void this.open());
    }
    if (this.place === undefined) {
      return html`<div class="page"><h1>Not found</h1><p>There is no such page. <a href="/">Go to the wall.</a></p></div>`;
    }
    if (!isOpen(this.place)) {
      return notYours();
    }
    const tag = unsafeStatic(this.place.route.tag);
    return staticHtml`<${tag} .params=${this.place.params}></${tag}>`;
  }

  private header(): TemplateResult {
    const here = location.pathname;
    return html`<header class="bar">
      <a class="brand" href="/" aria-label="Firebreak, to the wall"><img src="/favicon.svg" alt="" width="22" height="22" />Firebreak</a>
      <button
        class="button quiet menu"
        aria-label="Menu"
        aria-expanded=${this.menu}
        aria-controls="navigation"
        @click=${() => (this.menu = !this.menu)}
      >
        ${icon('menu')}
      </button>
      <nav id="navigation" aria-label="Main" class=${this.menu ? 'open' : ''}>
        ${navigation().map((n) => {
          const current = n.href === '/' ? here === '/' : here === n.href || here.startsWith(`${n.href}/`) || (n.href === '/playbooks' && here.startsWith('/modeler/'));
          return html`<a href=${n.href} aria-current=${current ? 'page' : nothing}>${icon(n.icon)}${n.label}</a>`;
        })}
      </nav>
      <div class="bar-end">
        ${this.connection()} ${stopControl(this.brakes?.stopped ?? false)}
        <button
          class="button quiet"
          aria-label=${theme() === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
          @click=${() => {
            toggleTheme();
            this.requestUpdate();
          }}
        >
          ${icon(theme() === 'dark' ? 'light' : 'dark')}
        </button>
        <span class="me" title=${who()?.subject ?? ''}>${who()?.name ?? ''}</span>
        <button class="button quiet" aria-label="Sign out" @click=${() => void this.leave()}>${icon('out')}</button>
      </div>
    </header>`;
  }

  private async leave(): Promise<void> {
    try {
      const elsewhere = await signOut();
      if (elsewhere !== undefined) {
        location.assign(elsewhere);
        return;
      }
    } catch {
      toast('The server did not confirm that you are signed out. Close the browser.');
    }
    this.toSignIn();
  }

  private connection(): TemplateResult {
    const words = { live: 'Live', connecting: 'Connecting', stale: 'Stale', apart: 'Read every 30 s' }[live.state];
    const why = live.state === 'apart' ? 'Your roles do not include incidents, so pages are read anew every 30 seconds instead of live.' : '';
    return html`<span class="connection ${live.state}" role="status" title=${why}><i aria-hidden="true"></i><span>${words}</span></span>`;
  }

  private banners(): TemplateResult {
    const stale =
      live.state === 'stale'
        ? html`<div class="banner stale" role="alert">
            ${icon('warning')}
            <p>
              <strong>Not live.</strong> The connection to the server is down; what you see was true at
              ${moment(new Date(live.heardAt).toISOString())}. Trying again.
            </p>
          </div>`
        : nothing;
    const b = this.brakes;
    const stopped =
      b?.stopped === true
        ? html`<div class="banner stopped" role="alert">
            ${icon('stop')}
            <p><strong>Stopped.</strong> No action goes out${b.at ? html` since ${moment(b.at)}, by ${b.by ?? ''}: ${b.reason ?? ''}` : nothing}</p>
          </div>`
        : nothing;
    document.documentElement.classList.toggle('is-stale', live.state === 'stale');
    return html`${stopped}${stale}`;
  }
}

/** Whether a page is for whoever is signed in; the server decides on all that it asks. */
function isOpen(place: Place | undefined): boolean {
  return place?.route.reads ? mayRead() : mayLookAfter();
}

function notYours(): TemplateResult {
  const roles = [...new Set(who()?.grants.map((g) => g.role))].join(', ') || 'no role';
  const links = navigation().map((n, i) => html`${i > 0 ? ', ' : nothing}<a href=${n.href}>${n.label}</a>`);
  return html`<div class="page">
    <h1>Not yours to see</h1>
    <p>You are signed in with ${roles}, which does not include this page. Who is people-admin can grant a role that does.</p>
    ${links.length === 0 ? html`<p>People are looked after with <code>firebreak people</code>.</p>` : html`<p>Yours: ${links}.</p>`}
  </div>`;
}
