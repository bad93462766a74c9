import { html, type TemplateResult } from 'lit';

/** A target as the API writes it: "wallet:hot-1". The id may itself contain colons. */
export function splitTarget(target: string): { type: string; id: string } {
  const at = target.indexOf(':');
  return at < 0 ? { type: '', id: target } : { type: target.slice(0, at), id: target.slice(at + 1) };
}

export function targetLabel(target: string): TemplateResult {
  const { type, id } = splitTarget(target);
  return html`<span class="target"><span class="dim">${type}</span> <span class="id">${id}</span></span>`;
}

/** "okta.suspend-user" as words: "suspend user", with the connector beside it. */
export function actionWords(topic: string): string {
  return topic.slice(topic.indexOf('.') + 1).replace(/-/g, ' ');
}

export function connectorOf(topic: string): string {
  return topic.slice(0, topic.indexOf('.'));
}
