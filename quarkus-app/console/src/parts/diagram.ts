import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../part';
import type { NodeState } from '../progress';
import { theme } from '../theme';

interface Canvas {
  scrollToElement(element: Element, padding?: number): void;
  zoom(to: string | number, center?: 'auto' | object): number;
  addMarker(id: string, marker: string): void;
  removeMarker(id: string, marker: string): void;
}

interface Overlays {
  add(id: string, kind: string, overlay: { position: { top?: number; left?: number }; html: HTMLElement }): string;
  remove(filter: { type: string }): void;
}

interface Element {
  readonly id: string;
  readonly type: string;
  readonly source?: Element;
  readonly target?: Element;
}

interface Registry {
  get(id: string): Element | undefined;
  getAll(): readonly Element[];
}

/** A zoom at which names can be read. */
const READABLE = 0.72;

/** A playbook's diagram with the position of one run on it. Comes with a library of its own, so it is loaded when shown. */
@customElement('fb-diagram')
export class Diagram extends Part {
  @property({ attribute: false }) xml = '';
  @property({ attribute: false }) nodes: ReadonlyMap<string, NodeState> = new Map();
  private viewer: NavigatedViewer | undefined;
  private drawn = false;
  private marked: readonly (readonly [string, string])[] = [];
  private readonly onTheme = new MutationObserver(() => void this.draw());
  private readonly onSize = new ResizeObserver(() => this.show());

  protected override render(): TemplateResult {
    return html`<div class="diagram" role="region" aria-label=${this.inWords()}></div>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.onTheme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.onSize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.onTheme.disconnect();
    this.onSize.disconnect();
    this.viewer?.destroy();
    this.viewer = undefined;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('xml')) {
      void this.draw();
    } else if (this.drawn) {
      this.mark();
    }
  }

  private async draw(): Promise<void> {
    const container = this.querySelector<HTMLElement>('.diagram');
    if (container === null || this.xml === '') {
      return;
    }
    this.viewer?.destroy();
    this.drawn = false;
    const dark = theme() === 'dark';
    const font = { fontFamily: getComputedStyle(this).fontFamily };
    const viewer = new NavigatedViewer({
      container,
      textRenderer: { defaultStyle: font, externalStyle: font },
      bpmnRenderer: {
        defaultFillColor: dark ? '#1d2428' : '#ffffff',
        defaultStrokeColor: dark ? '#9aa8b0' : '#3c474d',
        defaultLabelColor: dark ? '#e8edef' : '#15191c',
      },
    });
    this.viewer = viewer;
    await viewer.importXML(this.xml);
    if (this.viewer === viewer) {
      this.drawn = true;
      this.marked = [];
      this.show();
      this.mark();
    }
  }

  /** Whether a person has chosen to see the whole; else the run's position is kept in sight. */
  private whole = false;

  showWhole(): void {
    this.whole = true;
    this.show();
  }

  showPosition(): void {
    this.whole = false;
    this.show();
  }

  private show(): void {
    if (!this.drawn || this.clientWidth === 0) {
      return;
    }
    const canvas = this.viewer?.get<Canvas>('canvas');
    const here = this.position();
    if (canvas === undefined) {
      return;
    }
    canvas.zoom('fit-viewport', 'auto');
    if (here !== undefined && !this.whole) {
      canvas.zoom(READABLE);
      canvas.scrollToElement(here, this.clientHeight / 3);
    }
  }

  /** What is under way, waits or failed; nothing where the run has ended. */
  private position(): Element | undefined {
    const at = [...this.nodes].filter(([, s]) => s.mark !== 'done');
    const [id] = at.find(([, s]) => s.mark === 'failed') ?? at.find(([, s]) => s.mark === 'waiting') ?? at[0] ?? [''];
    return this.viewer?.get<Registry>('elementRegistry').get(id);
  }

  private mark(): void {
    const viewer = this.viewer;
    if (viewer === undefined) {
      return;
    }
    const canvas = viewer.get<Canvas>('canvas');
    const overlays = viewer.get<Overlays>('overlays');
    const registry = viewer.get<Registry>('elementRegistry');
    this.marked.forEach(([id, marker]) => canvas.removeMarker(id, marker));
    overlays.remove({ type: 'progress' });
    const marked: [string, string][] = [];
    this.nodes.forEach((state, id) => {
      if (registry.get(id) !== undefined) {
        marked.push([id, `run-${state.mark}`]);
        if (state.label !== undefined) {
          overlays.add(id, 'progress', { position: { top: -10, left: 6 }, html: tag(state) });
        }
      }
    });
    for (const flow of registry.getAll()) {
      if (flow.type === 'bpmn:SequenceFlow' && this.nodes.has(flow.source?.id ?? '') && this.nodes.has(flow.target?.id ?? '')) {
        marked.push([flow.id, 'run-taken']);
      }
    }
    marked.forEach(([id, marker]) => canvas.addMarker(id, marker));
    this.marked = marked;
  }

  private inWords(): string {
    const by = (mark: string): string => [...this.nodes].filter(([, s]) => s.mark === mark).map(([id]) => id).join(', ');
    const parts = [
      ['Under way', by('active')],
      ['Waiting', by('waiting')],
      ['Failed', by('failed')],
    ].filter(([, ids]) => ids !== '');
    return `Diagram of the playbook. ${parts.length === 0 ? 'Nothing is under way.' : parts.map(([k, ids]) => `${k}: ${ids}`).join('. ')}`;
  }
}

function tag(state: NodeState): HTMLElement {
  const label = document.createElement('span');
  label.className = `run-tag ${state.mark}`;
  label.textContent = state.label ?? '';
  return label;
}
