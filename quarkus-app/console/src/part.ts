import { LitElement } from 'lit';

/** An element in the light DOM: one style sheet, and the diagram library's styles reach what it draws. */
export abstract class Part extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
