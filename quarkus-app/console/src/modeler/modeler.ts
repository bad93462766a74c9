import Modeler from 'camunda-bpmn-js/lib/camunda-platform/Modeler';
import 'camunda-bpmn-js/dist/assets/diagram-js.css';
import 'camunda-bpmn-js/dist/assets/bpmn-js.css';
import 'camunda-bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import 'camunda-bpmn-js/dist/assets/diagram-js-minimap.css';
import 'camunda-bpmn-js/dist/assets/properties-panel.css';
import 'camunda-bpmn-js/dist/assets/color-picker.css';
import 'camunda-bpmn-js/dist/assets/element-templates.css';
import 'camunda-bpmn-js/dist/assets/popup-menu.css';
import '@bpmn-io/element-template-chooser/dist/element-template-chooser.css';
import 'bpmn-js-token-simulation/assets/css/bpmn-js-token-simulation.css';
import elementTemplateChooser from '@bpmn-io/element-template-chooser';
import tokenSimulation from 'bpmn-js-token-simulation';
import connectorMenu from './connector-menu';
import { COLOURS, type Diagram } from './diagram';
import { allowLibraryStyles } from './styles';

/** The modeler for Camunda 7 with what Firebreak adds to it. */
export function modeler(container: HTMLElement, panel: HTMLElement, templates: readonly object[]): Diagram {
  allowLibraryStyles();
  const made = new Modeler({
    container,
    // Moving everything to the origin at each save would be a change nobody made.
    disableAdjustOrigin: true,
    propertiesPanel: { parent: panel },
    additionalModules: [elementTemplateChooser, tokenSimulation, connectorMenu],
    bpmnRenderer: COLOURS,
  }) as unknown as Diagram;
  made.get<{ setTemplates(t: readonly object[]): void }>('elementTemplatesLoader').setTemplates(templates);
  return made;
}
