/** What the pages use of a bpmn-js viewer or modeler. */
export interface Diagram {
  importXML(xml: string): Promise<{ readonly warnings: readonly unknown[] }>;
  saveXML(options: { readonly format: boolean }): Promise<{ readonly xml?: string }>;
  getDefinitions(): unknown;
  get<T>(service: string): T;
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
}

export interface Registry {
  get(id: string): Shape | undefined;
  filter(test: (shape: Shape) => boolean): Shape[];
}

export interface Canvas {
  zoom(level?: number | 'fit-viewport', center?: 'auto'): number;
  viewbox(box?: unknown): unknown;
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
    this.diagram.get<Overlays>('overlays').add(id, this.type, { position: { top: -10, right: 14 }, html, scale: { min: 0.7, max: 1.1 } });
  }
}

/** All of it, with a margin. */
export function fit(diagram: Diagram): void {
  const canvas = diagram.get<Canvas>('canvas');
  // A page that was left meanwhile has no size, and nothing fits into it.
  if (canvas.getSize().width > 0) {
    canvas.zoom(canvas.zoom('fit-viewport', 'auto') * 0.93, 'auto');
  }
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
