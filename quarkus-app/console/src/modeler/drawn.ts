import { Problem } from '../api';

/**
 * A file that also says where its elements are drawn: as it is, or laid out where it does not. What happens in it stays
 * the same.
 */
export async function drawn(xml: string): Promise<string> {
  if (/<(\w+:)?BPMNShape\b/.test(xml)) {
    return xml;
  }
  const { layoutProcess } = await import('bpmn-auto-layout');
  try {
    return await layoutProcess(xml);
  } catch (e) {
    throw new Problem(422, 'No drawing', `The file does not say where it is drawn, and cannot be laid out (${(e as Error).message}). Save it with a tool that draws.`);
  }
}
