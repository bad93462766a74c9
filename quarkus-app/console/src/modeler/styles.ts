/**
 * The diagram libraries write style attributes into markup, which the page's policy (style-src 'self') does not let
 * through. The build renames them to data-style (vite.config.ts), and here each is set by script, which the policy allows.
 */
let watching = false;

export function allowLibraryStyles(): void {
  if (watching) {
    return;
  }
  watching = true;
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => {
        if (node instanceof Element) {
          take(node);
          node.querySelectorAll('[data-style]').forEach(take);
        }
      });
    }
  }).observe(document.body, { childList: true, subtree: true });
}

function take(element: Element): void {
  const style = element.getAttribute('data-style');
  if (style !== null && (element instanceof HTMLElement || element instanceof SVGElement)) {
    element.removeAttribute('data-style');
    element.style.cssText += style;
  }
}
