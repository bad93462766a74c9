import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get, Problem } from '../api';
import type { Playbook, PlaybookList } from '../modeler/store';
import { Page } from '../page';
import { badge } from '../parts/badge';
import { ask } from '../parts/dialog';
import { icon } from '../parts/icon';
import { emptyState } from '../parts/states';
import { table } from '../parts/table';
import { moment } from '../parts/time';
import { go } from '../router';
import { may } from '../session';
import type { TrailEntry } from '../types';
import './connectors.css';
import './playbooks.css';

/** What a playbook can be called. */
export const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** What could run: which version is live, who let it, and what waits to take its place. */
@customElement('fb-playbooks')
export class Playbooks extends Page<PlaybookList> {
  protected override concerns(entry: TrailEntry): boolean {
    return /^(playbook|run)\./.test(entry.kind);
  }

  protected override read(): Promise<PlaybookList> {
    return get<PlaybookList>('/api/v1/playbooks');
  }

  protected override show(data: PlaybookList): TemplateResult {
    const waiting = [...data.items, ...data.tables].flatMap((p) => p.waiting.map((w) => ({ p, w })));
    return html`<div class="page">
      <header class="page-head">
        <h1>Playbooks</h1>
        ${data.source ? html`<span class="dim">kept in ${data.source.truth === 'git' ? 'git' : `the ${data.source.truth}`}${data.source.head ? html`, at <code>${data.source.head.slice(0, 8)}</code>` : nothing}</span>` : nothing}
        <div class="actions">
          ${may('author')
            ? html`<a class="button" href="/modeler/import/new">Import</a>
                <button class="button primary" @click=${() => void this.make()}>New playbook</button>`
            : nothing}
        </div>
      </header>
      <div class="stack">
        ${data.source?.problem ? html`<div class="notice bad" role="alert">${icon('warning')}<p>${data.source.problem}</p></div>` : nothing}
        ${waiting.length === 0
          ? nothing
          : html`<section class="card">
              <header><h2>Waits for review</h2><span class="count">${waiting.length}</span></header>
              ${table(
                'Versions that wait for review',
                [
                  { head: 'Playbook', cell: ({ p }) => html`<a href=${at(p)}>${p.name}</a>` },
                  { head: 'Version', cell: ({ w }) => w.version, numeric: true },
                  { head: 'Written by', cell: ({ w }) => people(w.authors), minor: true },
                  { head: 'What changes', cell: ({ w }) => w.comment ?? '' },
                  { head: 'Submitted', cell: ({ w }) => moment(w.submittedAt), numeric: true },
                ],
                waiting,
                ({ p, w }) => `${p.name} ${w.version}`,
              )}
            </section>`}
        ${this.list('Playbooks', data.items)} ${this.list('Tables', data.tables)} ${this.refused(data)}
      </div>
    </div>`;
  }

  private list(title: string, items: readonly Playbook[]): TemplateResult {
    return html`<section class="card">
      <header><h2>${title}</h2><span class="count">${items.length}</span></header>
      ${items.length === 0
        ? emptyState('None')
        : table<Playbook>(
            title,
            [
              { head: 'Name', cell: (p) => html`<a href=${at(p)}><strong>${p.name}</strong></a><br /><span class="dim">${p.title === p.name ? '' : p.title}</span>${drift(p)}` },
              { head: 'Live', cell: (p) => (p.version ? html`<span class="whole">version ${p.version}</span>` : badge('not live', 'warn')) },
              { head: 'Released by', cell: (p) => person(p.releasedBy), minor: true },
              { head: 'Released', cell: (p) => moment(p.releasedAt), minor: true },
              { head: 'Drafts', cell: (p) => (p.drafts.length === 0 ? html`<span class="dim">–</span>` : people(p.drafts.map((d) => d.author))), minor: true },
              { head: 'Runs', cell: (p) => runs(p), numeric: true },
              {
                head: '',
                cell: (p) => (may('author') ? html`<a class="button small" href=${edit(p)}>Edit</a>` : nothing),
                numeric: true,
              },
            ],
            items,
            (p) => p.name,
          )}
    </section>`;
  }

  private refused(data: PlaybookList): TemplateResult | typeof nothing {
    const all = Object.entries(data.refused);
    if (all.length === 0) {
      return nothing;
    }
    return html`<section class="card">
      <header><h2>Refused</h2><span class="count">${all.length}</span></header>
      ${all.map(
        ([name, findings]) => html`<div class="card-body"><h3>${name}</h3>
          <ul>${findings.map((f) => html`<li>${f.line > 0 ? `line ${f.line}, ` : ''}<code>${f.element}</code>: ${f.message}</li>`)}</ul></div>`,
      )}
    </section>`;
  }

  private async make(): Promise<void> {
    let name = '';
    const done = await ask({
      title: 'New playbook',
      text: 'Its name is also the folder it is kept in, and what triage.dmn calls it.',
      confirm: 'Draw it',
      field: { label: 'Name', hint: 'Lower-case words with hyphens, for example bridge-exploit.' },
      run: (text) => {
        name = text;
        return NAME.test(text) ? Promise.resolve() : Promise.reject(new NameRefused());
      },
    });
    if (done) {
      go(`/modeler/${encodeURIComponent(name)}`);
    }
  }
}

export class NameRefused extends Problem {
  constructor() {
    super(400, 'Malformed', 'A name is lower-case words with hyphens between them, for example bridge-exploit.');
  }
}

export function at(p: { readonly name: string }): string {
  return `/playbooks/${encodeURIComponent(p.name)}`;
}

export function edit(p: { readonly name: string; readonly kind: string }): string {
  return p.kind === 'dmn' ? `/modeler/table/${encodeURIComponent(p.name)}` : `/modeler/${encodeURIComponent(p.name)}`;
}

/** A subject without its kind. */
export function person(subject: string | null | undefined): string {
  return subject === null || subject === undefined || subject === '' ? '–' : subject.replace(/^(person|service):/, '');
}

export function people(subjects: readonly string[]): string {
  return subjects.map(person).join(', ');
}

function runs(p: Playbook): TemplateResult | string {
  const r = p.runs;
  if (!r || r.going + r.stuck === 0) {
    return '–';
  }
  return html`${r.going} going${r.stuck > 0 ? html` ${badge(`${r.stuck} stuck`, 'bad')}` : nothing}${r.onOlder > 0 ? html`<br /><span class="dim">${r.onOlder} on older</span>` : nothing}`;
}

function drift(p: Playbook): TemplateResult | typeof nothing {
  return p.drift ? html`<span class="drift">${icon('warning')}${p.drift.sentence}</span>` : nothing;
}
