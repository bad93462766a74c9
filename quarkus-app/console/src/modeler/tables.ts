import DmnModeler from 'camunda-dmn-js/dist/camunda-platform-modeler.production.min.js';
import 'camunda-dmn-js/dist/assets/diagram-js.css';
import 'camunda-dmn-js/dist/assets/dmn-js-shared.css';
import 'camunda-dmn-js/dist/assets/dmn-js-drd.css';
import 'camunda-dmn-js/dist/assets/dmn-js-decision-table.css';
import 'camunda-dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'camunda-dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'camunda-dmn-js/dist/assets/dmn-js-boxed-expression.css';
import 'camunda-dmn-js/dist/assets/dmn-js-boxed-expression-controls.css';
import 'camunda-dmn-js/dist/assets/dmn-font/css/dmn.css';
import 'camunda-dmn-js/dist/assets/properties-panel.css';
import { allowLibraryStyles } from './styles';

interface Viewer {
  on(event: string, listener: () => void): void;
  get<T>(service: string): T;
}

/** What the pages use of the editor of decision tables. */
export interface Tables {
  importXML(xml: string): Promise<unknown>;
  saveXML(options: { readonly format: boolean }): Promise<{ readonly xml: string }>;
  getViews(): readonly { readonly type: string; readonly element: { readonly id: string; readonly name?: string } }[];
  open(view: unknown): Promise<unknown>;
  getActiveViewer(): Viewer | undefined;
  on(event: string, listener: (event: never) => void): void;
  destroy(): void;
}

/** The editor of decision tables. */
export function tables(container: HTMLElement, panel: HTMLElement): Tables {
  allowLibraryStyles();
  const Modeler = DmnModeler as new (options: object) => Tables;
  return new Modeler({ container, drd: { propertiesPanel: { parent: panel } }, keyboard: { bindTo: document } });
}
