// The parts of bpmn.io's libraries that are used here and come without types.

declare module 'camunda-bpmn-js/lib/camunda-platform/Modeler' {
  import type { Diagram, DiagramOptions } from './diagram';
  export default class Modeler implements Diagram {
    constructor(options: DiagramOptions);
  }
}

declare module 'bpmn-js-token-simulation' {
  const module: object;
  export default module;
}

declare module '@bpmn-io/element-template-chooser' {
  const module: object;
  export default module;
}

declare module 'camunda-dmn-js/dist/camunda-platform-modeler.production.min.js' {
  const DmnModeler: unknown;
  export default DmnModeler;
}

declare module 'bpmn-auto-layout' {
  export function layoutProcess(xml: string): Promise<string>;
}

declare module 'bpmn-js-differ' {
  export interface Differences {
    readonly _added: Readonly<Record<string, Named>>;
    readonly _removed: Readonly<Record<string, Named>>;
    readonly _changed: Readonly<Record<string, { readonly model: Named; readonly attrs: Readonly<Record<string, { readonly oldValue: unknown; readonly newValue: unknown }>> }>>;
    readonly _layoutChanged: Readonly<Record<string, Named>>;
  }
  export interface Named {
    readonly id: string;
    readonly name?: string;
    readonly $type: string;
  }
  export function diff(before: unknown, after: unknown): Differences;
}
