import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Problem } from '../api';
import { keep } from '../download';
import '../modeler/cases';
import '../modeler/migration';
import '../modeler/shadow';
import { fit, type Diagram } from '../modeler/diagram';
import { drawn } from '../modeler/drawn';
import { Store, type Playbook, type PlaybookPage, type Version } from '../modeler/store';
import '../modeler/modeler.css';
import { Page } from '../page';
import { badge, type Tone } from '../parts/badge';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { emptyState, sentence } from '../parts/states';
import { moment } from '../parts/time';
import { toast } from '../parts/toast';
import { go } from '../router';
import { may, who } from '../session';
import type { TrailEntry } from '../types';
import { edit, people, person } from './playbooks';
import './connectors.css';
import './playbooks.css';

interface Data extends PlaybookPage {
  readonly xml: string | undefined;
}

const STATES: Readonly<Record<Version['state'], Tone>> = {
  live: 'good',
  released: 'plain',
  submitted: 'warn',
  rejected: 'bad',
  withdrawn: 'plain',
};

/** One playbook: the version that is live, those before it, those that wait, and what runs. */
@customElement('fb-playbook')
export class PlaybookDetail extends Page<Data> {
  @state() private from = '';
  @state() private diagram: Diagram | undefined;
  private drawn = '';

  private get store(): Store {
    return new Store(this.params['name'] ?? '');
  }

  protected override concerns(entry: TrailEntry): boolean {
    return /^(playbook|run)\./.test(entry.kind);
  }

  protected override async read(): Promise<Data> {
    const page = await this.store.page();
    const xml = page.playbook.version ? await this.store.xml('live') : undefined;
    return { ...page, xml };
  }

  protected override show(data: Data): TemplateResult {
    const p = data.playbook;
    return html`<div class="page">
      <header class="page-head">
        <h1>${p.name}</h1>
        <span class="dim">${p.title === p.name ? '' : p.title}</span>
        <div class="actions">
          ${may('responder') && p.kind === 'bpmn' && p.version ? html`<button class="button" @click=${() => void this.run(p)}>${icon('play')}Run by hand</button>` : nothing}
          ${may('author') ? html`<a class="button primary" href=${edit(p)}>${p.drafts.some((d) => d.author === who()?.subject) ? 'Go on with the draft' : 'Edit'}</a>` : nothing}
        </div>
      </header>
      <div class="stack">
        ${p.drift ? html`<div class="notice" role="status">${icon('warning')}<p>${p.drift.sentence}</p></div>` : nothing}
        ${this.live(data)}
        ${p.version ? html`<fb-migration .name=${p.name} .live=${p.version} .runs=${data.runs}></fb-migration>` : nothing}
        <section class="card">
          <header>
            <h2>Versions</h2><span class="count">${data.versions.length}</span>
            ${data.versions.length > 1 ? this.comparison(data.versions) : nothing}
          </header>
          ${data.versions.length === 0
            ? emptyState('No version yet', 'Submit a draft for review; it becomes version 1.')
            : html`<ol class="versions">${[...data.versions].sort((a, b) => b.version - a.version).map((v) => this.version(v, data))}</ol>`}
        </section>
        ${p.kind === 'bpmn' ? html`<fb-cases .name=${p.name} .diagram=${this.diagram}></fb-cases><fb-shadow .name=${p.name} .versions=${data.versions} .known=${data.shadow ?? ''}></fb-shadow>` : nothing}
      </div>
    </div>`;
  }

  private live(data: Data): TemplateResult {
    const p = data.playbook;
    if (!p.version) {
      return html`<section class="card">${emptyState('Not live', 'No version has been released, so triage cannot start it.')}</section>`;
    }
    return html`<section class="card">
      <header>
        <h2>Live: version ${p.version}</h2>
        <span class="dim">released by ${person(p.releasedBy)} ${p.releasedAt ? moment(p.releasedAt) : nothing}, written by ${people(p.authors)}, from ${p.origin}</span>
        <div class="actions">
          ${p.runs && p.runs.going + p.runs.stuck > 0 ? html`<a class="button small" href="/runs?playbook=${encodeURIComponent(p.name)}">${p.runs.going} going${p.runs.stuck > 0 ? `, ${p.runs.stuck} stuck` : ''}</a>` : nothing}
        </div>
      </header>
      ${p.kind === 'bpmn' ? html`<div class="canvas small-canvas" role="region" aria-label="Diagram of the live version"></div>` : nothing}
    </section>`;
  }

  protected override updated(): void {
    const xml = this.data?.xml;
    const place = this.querySelector<HTMLElement>('.small-canvas');
    if (xml !== undefined && place !== null && this.drawn !== xml) {
      this.drawn = xml;
      void this.draw(place, xml);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.diagram?.destroy();
    this.diagram = undefined;
    this.drawn = '';
  }

  private async draw(place: HTMLElement, xml: string): Promise<void> {
    const { viewer } = await import('../modeler/viewer');
    place.replaceChildren();
    this.diagram?.destroy();
    const diagram = viewer(place);
    await diagram.importXML(await drawn(xml));
    this.diagram = diagram;
    fit(diagram);
  }

  private comparison(versions: readonly Version[]): TemplateResult {
    const numbers = versions.map((v) => v.version).sort((a, b) => b - a);
    const from = this.from || String(numbers[1] ?? numbers[0]);
    return html`<form class="actions" @submit=${(e: SubmitEvent) => this.compare(e)}>
      <label><span class="hidden">From version</span>
        <select name="from" @change=${(e: Event) => (this.from = (e.target as HTMLSelectElement).value)}>
          ${numbers.map((n) => html`<option value=${n} ?selected=${String(n) === from}>version ${n}</option>`)}
        </select>
      </label>
      <label><span class="hidden">To version</span>
        <select name="to">${numbers.map((n, i) => html`<option value=${n} ?selected=${i === 0}>version ${n}</option>`)}</select>
      </label>
      <button class="button">Compare</button>
    </form>`;
  }

  private compare(e: SubmitEvent): void {
    e.preventDefault();
    const given = new FormData(e.target as HTMLFormElement);
    go(`/playbooks/${encodeURIComponent(this.store.name)}/compare?from=${String(given.get('from'))}&to=${String(given.get('to'))}`);
  }

  private version(v: Version, data: Data): TemplateResult {
    const conflict = data.playbook.waiting.find((w) => w.version === v.version)?.conflict;
    return html`<li>
      <div><span class="number">Version ${v.version}</span><br />${badge(v.state, STATES[v.state])}</div>
      <div>
        <p>${v.comment || html`<span class="dim">no comment</span>`}</p>
        <p class="dim">
          by ${people(v.authors.length > 0 ? v.authors : [v.author])} ${moment(v.at)}, from ${v.origin}${v.commit ? html` <code>${v.commit.slice(0, 8)}</code>` : nothing}${v.basedOn ? `, based on version ${v.basedOn}` : ''}
        </p>
        ${v.releases.map((r) => html`<p class="dim">${r.how === 'rollback' ? 'rolled back to' : 'released'} by ${person(r.by)} ${moment(r.at)}${r.comment ? `: ${r.comment}` : ''}</p>`)}
        ${conflict ? html`<p class="drift">${icon('warning')}${conflict}</p>` : nothing}
        ${v.state === 'rejected' ? html`<p>rejected by ${person(v.decidedBy)}: ${v.decision}</p>` : nothing}
      </div>
      <div class="row">${this.choices(v, data)}</div>
    </li>`;
  }

  private choices(v: Version, data: Data): TemplateResult[] {
    const name = encodeURIComponent(data.playbook.name);
    const all: TemplateResult[] = [];
    if (v.state !== 'live' && data.playbook.version) {
      all.push(html`<a class="button small" href="/playbooks/${name}/compare?from=live&to=${v.version}">Compare with live</a>`);
    }
    if (v.state === 'submitted' && may('releaser')) {
      const own = v.authors.includes(who()?.subject ?? '');
      all.push(
        html`<button class="button small primary" ?disabled=${own} title=${own ? 'Somebody else has to release what you wrote' : ''} @click=${() => void this.release(v, data.playbook)}>Release</button>`,
        html`<button class="button small" @click=${() => void this.reject(v)}>Reject</button>`,
      );
    }
    if (v.state === 'submitted' && v.authors.includes(who()?.subject ?? '')) {
      all.push(html`<button class="button small" @click=${() => void this.withdraw(v)}>Withdraw</button>`);
    }
    if (v.state === 'released' && may('releaser')) {
      all.push(html`<button class="button small" @click=${() => void this.rollBack(v, data.playbook)}>Roll back to this</button>`);
    }
    if (data.playbook.kind === 'bpmn' && may('author', 'releaser')) {
      all.push(html`<button class="button small" @click=${() => void this.export(v, data.playbook)}>Export as CACAO</button>`);
    }
    return all;
  }

  /** Says what does not go along before the file is kept. */
  private async export(v: Version, p: Playbook): Promise<void> {
    let made: Awaited<ReturnType<Store['cacao']>>;
    try {
      made = await this.store.cacao(v.version);
    } catch (e) {
      toast(sentence(e));
      return;
    }
    const { cacao, left } = made;
    await ask({
      title: `Version ${v.version} of ${p.name} as CACAO 2.0`,
      text: html`<p>A playbook that other tools read.</p>
        ${left.length === 0 ? html`<p>All of it is carried over.</p>` : html`<p><strong>Not carried over:</strong></p><ul class="bullets">${left.map((l) => html`<li>${l}</li>`)}</ul>`}`,
      confirm: 'Download',
      run: () => {
        keep(new Blob([JSON.stringify(cacao, null, 2), '\n'], { type: 'application/json' }), `${p.name}-${v.version}.cacao.json`);
        return Promise.resolve();
      },
    });
  }

  private async release(v: Version, p: Playbook): Promise<void> {
    let given = '';
    let failing = '';
    await ask({
      title: `Release version ${v.version} of ${p.name}?`,
      text: 'New incidents run it from now on. Those that run already stay on their version.',
      confirm: 'Release',
      field: { label: 'What you looked at', hint: 'Goes into the audit trail with your name.' },
      run: async (comment) => {
        given = comment;
        failing = await this.put(v, p, comment, '');
      },
    });
    if (failing !== '') {
      await this.releaseDespite(v, p, given, failing);
    }
  }

  /** Answers why its cases keep it from being released, or nothing once it is live. */
  private async put(v: Version, p: Playbook, comment: string, despite: string): Promise<string> {
    try {
      await this.store.release(v.version, comment, p.version ?? undefined, despite);
    } catch (e) {
      if (e instanceof Problem && e.title === 'Cases fail') {
        return e.message;
      }
      throw e;
    }
    toast(`Version ${v.version} is live.`);
    await this.readAgain();
    return '';
  }

  private async releaseDespite(v: Version, p: Playbook, comment: string, failing: string): Promise<void> {
    await ask({
      title: `Version ${v.version} is not released: its cases fail`,
      text: html`<p class="reason">${failing}</p><p>Nothing has changed: ${p.version ? `version ${p.version} stays live` : 'nothing is live'}.</p>`,
      confirm: 'Release all the same',
      danger: true,
      field: { label: 'Why it is released although cases fail', hint: 'Goes into the audit trail with your name and the failing cases.' },
      run: async (despite) => {
        await this.put(v, p, comment, despite);
      },
    });
  }

  private async reject(v: Version): Promise<void> {
    await ask({
      title: `Reject version ${v.version}?`,
      text: 'It stays in the list with what you say, and cannot be released any more.',
      confirm: 'Reject',
      danger: true,
      field: { label: 'Why' },
      run: async (comment) => {
        await this.store.reject(v.version, comment);
        await this.readAgain();
      },
    });
  }

  private async withdraw(v: Version): Promise<void> {
    await ask({
      title: `Withdraw version ${v.version}?`,
      text: 'It stays in the list and cannot be released any more.',
      confirm: 'Withdraw',
      run: async () => {
        await this.store.withdraw(v.version);
        await this.readAgain();
      },
    });
  }

  private async rollBack(v: Version, p: Playbook): Promise<void> {
    await ask({
      title: `Roll ${p.name} back to version ${v.version}?`,
      text: `New incidents run version ${v.version} instead of ${p.version} from now on. Those that run already stay on their version.`,
      confirm: 'Roll back',
      danger: true,
      field: { label: 'Why' },
      run: async (comment) => {
        await this.store.rollBack(v.version, comment);
        toast(`Version ${v.version} is live again.`);
        await this.readAgain();
      },
    });
  }

  private async run(p: Playbook): Promise<void> {
    await ask({
      title: `Run ${p.name} by hand?`,
      text: 'It runs for real, for an incident. What policy asks people about is asked of others than you.',
      confirm: 'Run it',
      danger: true,
      field: { label: 'Incident id, a space, and why', hint: 'Without an id a new incident is opened.' },
      run: async (text) => {
        const [first = '', ...rest] = text.split(/\s+/);
        const incident = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(first) ? first : '';
        const reason = incident === '' ? text : rest.join(' ');
        if (reason === '') {
          throw new Problem(400, 'No reason', 'Say why: the reason goes into the audit trail.');
        }
        const started = await this.store.run(reason, incident);
        go(`/incidents/${started.incident}`);
      },
    });
  }
}
