import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

export interface Column<T> {
  readonly head: string;
  cell(row: T): unknown;
  /** Numbers and times stand right. */
  readonly numeric?: boolean;
  /** Left out on a phone. */
  readonly minor?: boolean;
}

/** A table that scrolls in itself and never makes the page wider. */
export function table<T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  key: (row: T) => unknown,
  rowClass: (row: T) => string = () => '',
): TemplateResult {
  const kind = (c: Column<T>): string => `${c.numeric ? 'num ' : ''}${c.minor ? 'minor' : ''}`;
  return html`<div class="table" tabindex="0" role="region" aria-label=${caption}>
    <table>
      <caption class="hidden">${caption}</caption>
      <thead>
        <tr>
          ${columns.map((c) => html`<th scope="col" class=${kind(c)}>${c.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${repeat(
          rows,
          key,
          (row) => html`<tr class=${rowClass(row) || nothing}>
            ${columns.map((c) => html`<td class=${kind(c)}>${c.cell(row)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
