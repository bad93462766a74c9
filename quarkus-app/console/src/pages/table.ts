import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Problem } from '../api';
import { DraftPage } from '../modeler/draft-page';
import '../modeler/modeler.css';
import type { Finding } from '../modeler/store';
import { tables, type Tables } from '../modeler/tables';
import './table.css';

/** triage.dmn or policy.dmn in work. */
@customElement('fb-table')
export class TablePage extends DraftPage {
  private editor: Tables | undefined;

  protected override make(): void {
    this.editor = tables(this.querySelector<HTMLElement>('.canvas')!, this.querySelector<HTMLElement>('.drd-panel')!);
  }

  protected override unmake(): void {
    this.editor?.destroy();
    this.editor = undefined;
  }

  protected override async load(xml: string): Promise<void> {
    const editor = this.editor!;
    await editor.importXML(xml);
    const table = editor.getViews().find((v) => v.type === 'decisionTable');
    if (table !== undefined) {
      await editor.open(table);
    }
    editor.getActiveViewer()?.on('elements.changed', () => void this.typed());
  }

  protected override async xml(): Promise<string> {
    return (await this.editor!.saveXML({ format: true })).xml;
  }

  protected override fresh(): string {
    throw new Problem(404, 'Not found', `There is no table '${this.store.name}': the tables are triage and policy.`);
  }

  protected override point(finding: Finding): boolean {
    const cell = this.querySelector(`[data-element-id="${CSS.escape(finding.element)}"], [data-row-id="${CSS.escape(finding.element)}"]`);
    cell?.scrollIntoView({ block: 'center' });
    return cell !== null;
  }

  protected override render(): TemplateResult {
    return html`<div class="table-editor modeler">
      <div class="tools" role="toolbar" aria-label="Table">
        <a class="button quiet" href="/playbooks/${encodeURIComponent(this.store.name)}" aria-label="Back to the table">←</a>
        <h1>${this.store.name}.dmn</h1>
        <span class="saved" role="status">${this.saved()}</span>
        <div class="end">${this.discardButton()} ${this.submitButton()}</div>
      </div>
      <div class="canvas" role="region" aria-label="Decision table" tabindex="0"></div>
      <div class="drd-panel" hidden></div>
      <section class="drawer" aria-label="Findings">${this.notices()}<div class="drawer-body" tabindex="0">${this.problemList()}</div></section>
    </div>`;
  }
}
