// Validates element templates against Camunda 7's schema, with what Camunda Modeler itself uses. Arguments: .json files,
// each with one template or an array.
import { readFileSync } from 'node:fs';
import { validate } from '@bpmn-io/element-templates-validator';

let faults = 0;
for (const file of process.argv.slice(2)) {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  for (const template of Array.isArray(content) ? content : [content]) {
    const { valid, errors } = validate(template);
    if (!valid) {
      faults += errors.length;
      errors.forEach((e) => console.log(`${file}: ${template.id}: ${e.message} at ${e.dataPointer ?? e.instancePath}`));
    }
  }
}
process.exit(faults === 0 ? 0 : 1);
