// Opens each diagram as Camunda Modeler does, saves it, and says what is not there any more or new.
// Prints a line for each difference; exit code 1 where there is one. Arguments: .bpmn files.
import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';
import camunda from 'camunda-bpmn-moddle/resources/camunda.json' with { type: 'json' };
import { parse } from './xml.mjs';

let differences = 0;
const say = (file, sentence) => {
  differences++;
  console.log(`${file}: ${sentence}`);
};

for (const file of process.argv.slice(2)) {
  const before = readFileSync(file, 'utf8');
  const moddle = new BpmnModdle({ camunda });
  const { rootElement, warnings } = await moddle.fromXML(before);
  warnings.forEach((w) => say(file, `warning on opening: ${w.message}`));
  const { xml } = await moddle.toXML(rootElement, { format: true });
  const was = parse(before);
  const is = parse(xml);
  was.filter((line) => !is.includes(line)).forEach((line) => say(file, `lost: ${line}`));
  is.filter((line) => !was.includes(line)).forEach((line) => say(file, `new: ${line}`));
  if (was.length !== is.length) {
    say(file, `${was.length} elements before, ${is.length} after`);
  }
}
process.exit(differences === 0 ? 0 : 1);
