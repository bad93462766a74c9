import type { Shape } from './diagram';

export interface Template {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly keywords?: readonly string[];
}

interface Entry {
  readonly label: string;
  readonly description?: string | undefined;
  readonly search?: readonly string[] | undefined;
  readonly className?: string;
  readonly action?: object;
  readonly entries?: Record<string, Entry>;
}

type Entries = Record<string, Entry>;

interface Services {
  readonly popupMenu: { registerProvider(id: string, priority: number, provider: object): void; close(): void };
  readonly elementTemplates: { getAll(): readonly Template[]; applyTemplate(shape: Shape, template: Template): unknown };
  readonly elementFactory: { create(kind: 'shape', attributes: object): Shape };
  readonly create: { start(event: unknown, shape: Shape, context?: object): void };
  readonly autoPlace: { append(source: Shape, shape: Shape): void };
  readonly mouse: { getLastMoveEvent(): unknown };
  readonly eventBus: { on(event: string, priority: number, listener: (e: { context: { shape?: Shape; elements?: readonly Shape[] } }) => void): void };
}

/** After the library has arranged its own entries. */
const PRIORITY = 800;
const LATE = 500;

/**
 * Offers the actions of the configured connectors where elements are created and appended, a group for each connector.
 * The library does so for templates of Camunda 8 only: those of Camunda 7 can be applied but not created. So a service
 * task is created, and the template is applied when it has come into the diagram, as one step for undo.
 */
class ConnectorMenu {
  static readonly $inject = ['popupMenu', 'elementTemplates', 'elementFactory', 'create', 'autoPlace', 'mouse', 'eventBus'];
  private readonly services: Services;
  private readonly wanted = new WeakMap<Shape, Template>();

  constructor(...given: never[]) {
    this.services = Object.fromEntries(ConnectorMenu.$inject.map((name, i) => [name, given[i]])) as unknown as Services;
    const { popupMenu, eventBus, elementTemplates } = this.services;
    popupMenu.registerProvider('bpmn-create', PRIORITY, { getPopupMenuEntries: () => this.add() });
    popupMenu.registerProvider('bpmn-append', PRIORITY, { getPopupMenuEntries: (source: Shape) => this.add(source) });
    const apply = (shape: Shape | undefined): void => {
      const template = shape === undefined ? undefined : this.wanted.get(shape);
      if (shape !== undefined && template !== undefined) {
        this.wanted.delete(shape);
        elementTemplates.applyTemplate(shape, template);
      }
    };
    // Only when the arrow to it is drawn too: applying a template puts another element in its place.
    eventBus.on('commandStack.shape.append.postExecuted', LATE, ({ context }) => apply(context.shape));
    eventBus.on('commandStack.elements.create.postExecuted', LATE, ({ context }) => context.elements?.forEach(apply));
  }

  private add(source?: Shape): (entries: Entries) => Entries {
    return (entries) => {
      const connectors: Entries = {};
      for (const template of this.services.elementTemplates.getAll()) {
        const [connector = '', action = template.name] = template.name.split(': ');
        const group = (connectors[`connector-${connector}`] ??= {
          label: connector,
          className: 'bpmn-icon-service-task',
          entries: {},
        });
        group.entries![`connector-action-${template.id}`] = {
          label: action,
          description: template.description,
          search: [connector, ...(template.keywords ?? [])],
          className: 'bpmn-icon-service-task',
          action: this.actions(template, source),
        };
      }
      return Object.keys(connectors).length === 0
        ? entries
        : {
            'firebreak-connectors': {
              label: 'Connectors',
              description: 'Actions of the configured connectors',
              className: 'bpmn-icon-service-task',
              entries: connectors,
            },
            ...entries,
          };
    };
  }

  private actions(template: Template, source: Shape | undefined): object {
    const { popupMenu, create, mouse, autoPlace, elementFactory } = this.services;
    const made = (): Shape => {
      const shape = elementFactory.create('shape', { type: 'bpmn:ServiceTask' });
      this.wanted.set(shape, template);
      return shape;
    };
    const drag = (event: unknown): void => {
      popupMenu.close();
      create.start(event instanceof KeyboardEvent ? mouse.getLastMoveEvent() : event, made(), source === undefined ? {} : { source });
    };
    const click = source === undefined ? drag : (): void => autoPlace.append(source, made());
    return { click, dragstart: drag };
  }
}

export default { __init__: ['connectorMenu'], connectorMenu: ['type', ConnectorMenu] };
