import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../part';
import { badge } from '../parts/badge';
import { ask } from '../parts/dialog';
import { emptyState, errorState, loading } from '../parts/states';
import { toast } from '../parts/toast';
import { may } from '../session';
import { Store, type MigrationPreview, type VersionRuns } from './store';

/** Runs that go on as an older version: what would move to the live one, what cannot and why, and the move itself. */
@customElement('fb-migration')
export class MigrationPart extends Part {
  @property() name = '';
  @property({ type: Number }) live = 0;
  @property({ attribute: false }) runs: readonly VersionRuns[] = [];
  @state() private from = 0;
  @state() private preview: MigrationPreview | undefined;
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private refused: Readonly<Record<string, readonly string[]>> = {};
  @state() private failure: unknown;

  private get store(): Store {
    return new Store(this.name);
  }

  private async look(from: number): Promise<void> {
    this.from = from;
    this.preview = undefined;
    this.refused = {};
    this.failure = undefined;
    await this.lookAgain();
  }

  private async lookAgain(): Promise<void> {
    try {
      this.preview = await this.store.previewMigration(this.from, this.live);
      this.chosen = new Set(this.preview.runs.filter((r) => r.possible).map((r) => r.run));
    } catch (e) {
      this.failure = e;
    }
  }

  private choose(run: string, chosen: boolean): void {
    const all = new Set(this.chosen);
    if (chosen) {
      all.add(run);
    } else {
      all.delete(run);
    }
    this.chosen = all;
  }

  private async move(): Promise<void> {
    const count = runs(this.chosen.size);
    await ask({
      title: `Move ${count} from version ${this.from} to ${this.live}?`,
      text: `What they have done stays done. From where they stand they go on as version ${this.live} says; there is no way back to version ${this.from}.`,
      confirm: 'Move',
      danger: true,
      field: { label: 'Why', hint: 'Goes into the audit trail with your name.' },
      run: async (reason) => {
        const done = await this.store.migrate(this.from, this.live, [...this.chosen], reason);
        this.refused = done.refused;
        toast(`${runs(done.migrated.length)} moved to version ${this.live}.`);
        await this.lookAgain();
      },
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const older = this.runs.filter((r) => r.version !== this.live && r.going + r.stuck > 0);
    if (older.length === 0 && this.preview === undefined) {
      return nothing;
    }
    return html`<section class="card" aria-label="Runs on older versions">
      <header><h2>Runs on older versions</h2><span class="count">${older.reduce((sum, r) => sum + r.going + r.stuck, 0)}</span></header>
      <p class="card-body dim">They stay on the version they began with, unless a releaser moves them to version ${this.live}.</p>
      <ul class="versions">${older.map((r) => this.version(r))}</ul>
      ${this.failure === undefined ? nothing : html`<div class="card-body">${errorState(this.failure)}</div>`}
      ${this.from === 0 ? nothing : this.preview === undefined ? (this.failure === undefined ? loading() : nothing) : this.candidates(this.preview)}
    </section>`;
  }

  private version(r: VersionRuns): TemplateResult {
    return html`<li>
      <div class="number">${r.version === 0 ? 'Unknown' : `Version ${r.version}`}</div>
      <div>${r.going} going${r.stuck > 0 ? html` ${badge(`${r.stuck} stuck`, 'bad')}` : nothing}${r.version === 0 ? html` <span class="dim">from before versions were kept; they cannot be moved</span>` : nothing}</div>
      <div>${may('releaser') && r.version > 0 ? html`<button class="button small" @click=${() => void this.look(r.version)}>See what would move</button>` : nothing}</div>
    </li>`;
  }

  private candidates(p: MigrationPreview): TemplateResult {
    return html`${p.problems.map((problem) => html`<p class="card-body"><strong>${problem}</strong></p>`)}
      ${p.runs.length === 0
        ? emptyState(`No run of version ${this.from} is left`, 'All of them have ended or were moved.')
        : html`<ul class="versions candidates">${p.runs.map((r) => this.candidate(r))}</ul>
            <div class="card-body"><button class="button primary" ?disabled=${this.chosen.size === 0} @click=${() => void this.move()}>Move ${runs(this.chosen.size)} to version ${this.live}</button></div>`}`;
  }

  private candidate(r: MigrationPreview['runs'][number]): TemplateResult {
    const reasons = this.refused[r.run] ?? r.reasons;
    return html`<li>
      <div>${badge(r.possible ? 'can move' : 'stays', r.possible ? 'good' : 'warn')}</div>
      <div>
        <label class="check"><input type="checkbox" ?disabled=${!r.possible} .checked=${this.chosen.has(r.run)} @change=${(e: Event) => this.choose(r.run, (e.target as HTMLInputElement).checked)} />
          Run of incident ${r.incident.slice(0, 8)}, at ${r.at.map((a) => html`<code>${a}</code> `)}</label>
        ${reasons.map((reason) => html`<p>${reason}</p>`)}
      </div>
      <div><a href="/incidents/${r.incident}">Incident</a></div>
    </li>`;
  }
}

function runs(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}
