/** What the pages use of a bpmn-js viewer or modeler. */
export interface Diagram {
  importXML(xml: string): Promise<{ readonly warnings: readonly unknown[] }>;
  saveXML(options: { readonly format: boolean }): Promise<{ readonly xml?: string }>;
  getDefinitions(): unknown;
  get<T>(service: string): T;
  get<T>(service: string, strict: false): T | null;
  on(event: string, listener: (event: never) => void): void;
  destroy(): void;
}

export interface DiagramOptions {
  readonly container: HTMLElement;
  readonly propertiesPanel?: object;
  readonly additionalModules?: readonly object[];
  readonly elementTemplates?: object;
  readonly bpmnRenderer?: object;
  readonly [more: string]: unknown;
}

export interface Shape {
  readonly id: string;
  readonly type: string;
  readonly labelTarget?: Shape;
  readonly businessObject: { readonly name?: string; readonly [more: string]: unknown };
  readonly width?: number;
  readonly y?: number;
}

export interface Registry {
  get(id: string): Shape | undefined;
  filter(test: (shape: Shape) => boolean): Shape[];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(): { readonly inner: Box; readonly width: number; readonly height: number };
  viewbox(box: Box): void;
  resized(): void;
  getSize(): { readonly width: number; readonly height: number };
  addMarker(element: string, marker: string): void;
  removeMarker(element: string, marker: string): void;
  scrollToElement(element: string, padding?: number): void;
}

export interface Overlays {
  add(element: string, type: string, overlay: { readonly position: object; readonly html: HTMLElement; readonly scale?: unknown }): string;
  remove(filter: { readonly type: string }): void;
}

export interface Selection {
  select(shape: Shape | readonly Shape[] | null): void;
  get(): readonly Shape[];
}

/** Follow the theme without being drawn anew. */
export const COLOURS = {
  defaultFillColor: 'var(--diagram-fill)',
  defaultStrokeColor: 'var(--diagram-line)',
  defaultLabelColor: 'var(--diagram-text)',
};

/** Marks and small labels of one kind on a diagram's elements; setting them anew takes the old ones away. */
export class Marks {
  private marked: [string, string][] = [];

  constructor(
    private readonly diagram: Diagram,
    private readonly type: string,
  ) {}

  clear(): void {
    const canvas = this.diagram.get<Canvas>('canvas');
    const registry = this.diagram.get<Registry>('elementRegistry');
    this.marked.filter(([id]) => registry.get(id) !== undefined).forEach(([id, marker]) => canvas.removeMarker(id, marker));
    this.marked = [];
    this.diagram.get<Overlays>('overlays').remove({ type: this.type });
  }

  mark(id: string, marker: string): void {
    if (this.diagram.get<Registry>('elementRegistry').get(id) !== undefined) {
      this.diagram.get<Canvas>('canvas').addMarker(id, marker);
      this.marked.push([id, marker]);
    }
  }

  label(id: string, text: string, className: string, title = ''): void {
    const shape = this.diagram.get<Registry>('elementRegistry').get(id);
    if (shape === undefined || shape.width === undefined) {
      return;
    }
    const html = document.createElement('div');
    html.className = `mark-label ${className}`;
    html.textContent = text;
    html.title = title;
    // On a small diagram it covers what it is about.
    html.addEventListener('click', () => this.diagram.get<Selection>('selection').select(shape));
    this.diagram.get<Overlays>('overlays').add(id, this.type, { position: { top: -10, right: 14 }, html, scale: { min: 0.7, max: 1.1 } });
  }
}

/** Narrower than this, a whole playbook would be too small to be read. */
const NARROW = 600;
const LEAST_ZOOM = 0.4;
/** What the modeler's palette covers on the left, in pixels. */
const PALETTE = 125;

/** All of it, with a margin; on a phone its beginning, where all of it could not be read. */
export function fit(diagram: Diagram): void {
  const canvas = diagram.get<Canvas>('canvas');
  const size = canvas.getSize();
  // A page that was left meanwhile has no size, and nothing fits into it.
  if (size.width === 0) {
    return;
  }
  const zoom = canvas.zoom('fit-viewport', 'auto') * 0.93;
  if (zoom >= LEAST_ZOOM || size.width > NARROW) {
    canvas.zoom(zoom, 'auto');
    return;
  }
  showStart(diagram, LEAST_ZOOM);
}

/** The beginning of a playbook, at least as large as this. */
export function showStart(diagram: Diagram, least: number): void {
  const canvas = diagram.get<Canvas>('canvas');
  const zoom = Math.max(canvas.zoom(), least);
  const { width, height } = canvas.getSize();
  const { inner } = canvas.viewbox();
  const start = diagram.get<Registry>('elementRegistry').filter((s) => s.type === 'bpmn:StartEvent')[0];
  const left = diagram.get('palette', false) === null ? 8 : PALETTE;
  canvas.viewbox({
    x: inner.x - left / zoom,
    y: (start?.y ?? inner.y + inner.height / 2) - height / zoom / 2,
    width: width / zoom,
    height: height / zoom,
  });
}

/** Fits it anew whenever its place gets another size, until it is destroyed. */
export function keepFitting(diagram: Diagram, place: HTMLElement): void {
  const watching = new ResizeObserver(() => {
    diagram.get<Canvas>('canvas').resized();
    fit(diagram);
  });
  watching.observe(place);
  diagram.on('diagram.destroy', () => watching.disconnect());
}

/** Shows an element in the middle and selects it, where it can be selected. */
export function show(diagram: Diagram, id: string): boolean {
  const shape = diagram.get<Registry>('elementRegistry').get(id);
  if (shape === undefined) {
    return false;
  }
  diagram.get<Canvas>('canvas').scrollToElement(id, 120);
  diagram.get<Selection>('selection').select(shape);
  return true;
}
