import { html, type TemplateResult } from 'lit';

/** An input or output as term and description, each value as text whatever it is. */
export function inputFacts(input: unknown): TemplateResult[] {
  if (input === null || typeof input !== 'object') {
    return [];
  }
  return Object.entries(input)
    .filter(([, v]) => v !== null)
    .map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>`);
}
