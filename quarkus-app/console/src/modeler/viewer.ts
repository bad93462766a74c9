import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { COLOURS, keepFitting, type Diagram } from './diagram';
import { allowLibraryStyles } from './styles';

/** A diagram to look at. */
export function viewer(container: HTMLElement): Diagram {
  allowLibraryStyles();
  const made = new NavigatedViewer({ container, bpmnRenderer: COLOURS } as never) as unknown as Diagram;
  keepFitting(made, container);
  return made;
}
