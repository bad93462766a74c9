import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { diff, type Differences, type Named } from 'bpmn-js-differ';
import { fit, Marks, show, type Box, type Canvas, type Diagram } from '../modeler/diagram';
import { drawn } from '../modeler/drawn';
import '../modeler/modeler.css';
import { Store } from '../modeler/store';
import { viewer } from '../modeler/viewer';
import { Part } from '../part';
import { badge, type Tone } from '../parts/badge';
import { emptyState, errorState, loading } from '../parts/states';
import { table } from '../parts/table';
import './connectors.css';
import './playbooks.css';

interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  readonly element: Named;
  readonly detail: string;
}

const TONES: Readonly<Record<Change['kind'], Tone>> = { added: 'good', removed: 'bad', changed: 'busy', moved: 'plain' };

/** Two versions side by side, with what differs marked on both; they move together. */
@customElement('fb-compare')
export class Compare extends Part {
  @property({ attribute: false }) params: Readonly<Record<string, string>> = {};
  @state() private failure: unknown;
  @state() private changes: readonly Change[] | undefined;
  @state() private names: readonly [string, string] = ['', ''];
  private diagrams: Diagram[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.diagrams.forEach((d) => d.destroy());
    this.diagrams = [];
  }

  protected override firstUpdated(_changed: PropertyValues<this>): void {
    void this.open();
  }

  private async open(): Promise<void> {
    const query = new URLSearchParams(location.search);
    const from = query.get('from') ?? 'live';
    const to = query.get('to') ?? 'draft';
    try {
      const difference = await new Store(this.params['name'] ?? '').difference(from, to);
      this.names = [label(from, difference.from.version), label(to, difference.to.version)];
      const places = this.querySelectorAll<HTMLElement>('.two .canvas');
      const [before, after] = [viewer(places[0]!), viewer(places[1]!)];
      this.diagrams = [before, after];
      await before.importXML(await drawn(difference.from.xml));
      await after.importXML(await drawn(difference.to.xml));
      this.mark(before, after, diff(before.getDefinitions(), after.getDefinitions()));
      fit(before);
      this.together(before, after);
    } catch (e) {
      this.failure = e;
    }
  }

  private mark(before: Diagram, after: Diagram, d: Differences): void {
    const [left, right] = [new Marks(before, 'difference'), new Marks(after, 'difference')];
    Object.keys(d._removed).forEach((id) => left.mark(id, 'removed'));
    Object.keys(d._added).forEach((id) => right.mark(id, 'added'));
    for (const id of Object.keys(d._changed)) {
      left.mark(id, 'changed');
      right.mark(id, 'changed');
    }
    Object.keys(d._layoutChanged).forEach((id) => right.mark(id, 'moved'));
    this.changes = [
      ...Object.values(d._added).map((element): Change => ({ kind: 'added', element, detail: '' })),
      ...Object.values(d._removed).map((element): Change => ({ kind: 'removed', element, detail: '' })),
      ...Object.values(d._changed).map((c): Change => ({ kind: 'changed', element: c.model, detail: attributes(c.attrs) })),
      ...Object.values(d._layoutChanged).map((element): Change => ({ kind: 'moved', element, detail: '' })),
    ];
  }

  /** Whoever is moved takes the other along. */
  private together(a: Diagram, b: Diagram): void {
    let following = false;
    const follow = (from: Diagram, to: Diagram): void =>
      from.on('canvas.viewbox.changed', ((e: { viewbox: Box }) => {
        // The event comes a moment late, and by then the page may be left.
        if (!following && this.isConnected) {
          following = true;
          to.get<Canvas>('canvas').viewbox(e.viewbox);
          following = false;
        }
      }) as never);
    follow(a, b);
    follow(b, a);
    if (this.isConnected) {
      b.get<Canvas>('canvas').viewbox(a.get<Canvas>('canvas').viewbox() as unknown as Box);
    }
  }

  protected override render(): TemplateResult {
    const name = this.params['name'] ?? '';
    return html`<div class="page">
      <header class="page-head">
        <h1>${name}: ${this.names[0]} and ${this.names[1]}</h1>
        <div class="actions"><a class="button" href="/playbooks/${encodeURIComponent(name)}">Back to the playbook</a></div>
      </header>
      ${this.failure === undefined ? nothing : errorState(this.failure)}
      <div class="stack">
        <p class="legend">
          <span class="added"><i></i>added</span><span class="removed"><i></i>removed</span><span class="changed"><i></i>changed</span><span class="moved"><i></i>moved</span>
        </p>
        <div class="two">
          <figure><figcaption><h2>${this.names[0] || 'Before'}</h2></figcaption><div class="canvas" role="region" aria-label="Before"></div></figure>
          <figure><figcaption><h2>${this.names[1] || 'After'}</h2></figcaption><div class="canvas" role="region" aria-label="After"></div></figure>
        </div>
        <section class="card">
          <header><h2>What differs</h2>${this.changes === undefined ? nothing : html`<span class="count">${this.changes.length}</span>`}</header>
          ${this.changes === undefined ? loading() : this.list(this.changes)}
        </section>
      </div>
    </div>`;
  }

  private list(changes: readonly Change[]): TemplateResult {
    if (changes.length === 0) {
      return emptyState('No difference', 'Both say and draw the same.');
    }
    return table<Change>(
      'What differs',
      [
        { head: 'Change', cell: (c) => badge(c.kind, TONES[c.kind]) },
        { head: 'Element', cell: (c) => html`<button class="link" @click=${() => this.diagrams.forEach((d) => show(d, c.element.id))}>${c.element.name || c.element.id}</button>` },
        { head: 'Kind', cell: (c) => c.element.$type.replace(/^bpmn:/, ''), minor: true },
        { head: 'Detail', cell: (c) => c.detail, minor: true },
      ],
      changes,
      (c) => `${c.kind} ${c.element.id}`,
    );
  }
}

function label(asked: string, version: string): string {
  return /^\d+$/.test(asked) ? `version ${asked}` : /^\d+$/.test(String(version)) && asked !== 'draft' ? `${asked} (version ${version})` : asked === 'draft' ? 'your draft' : asked;
}

/** What the library calls old is what it found in the second of what it was given. */
function attributes(attrs: Readonly<Record<string, { readonly oldValue: unknown; readonly newValue: unknown }>>): string {
  return Object.entries(attrs)
    .map(([name, a]) => `${name}: ${text(a.newValue)} → ${text(a.oldValue)}`)
    .join('; ');
}

function text(value: unknown): string {
  return value === undefined || value === '' ? 'none' : typeof value === 'object' ? '(changed)' : String(value).replace(/^#ref:/, '');
}
