import { svg, html, type TemplateResult, type SVGTemplateResult } from 'lit';

const PATHS: Readonly<Record<string, SVGTemplateResult>> = {
  wall: svg`<path d="M3 4h18v6H3zM3 14h8v6H3zM15 14h6v6h-6z"/>`,
  incident: svg`<path d="M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-3 2-4 3-7 1 1 2 2 2 4 1-2 2-5 1-8z"/>`,
  approval: svg`<path d="M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4"/>`,
  run: svg`<path d="M5 4v16M5 6h9l-2 3 2 3H5M14 18h5M19 18l-2-2M19 18l-2 2"/>`,
  playbook: svg`<path d="M4 5h6v5H4zM14 14h6v5h-6zM7 10v6h7M10 7h7v7"/>`,
  metric: svg`<path d="M4 4v16h16M8 16v-4M12 16V8M16 16v-6"/>`,
  connector: svg`<path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"/>`,
  source: svg`<path d="M4 12h4l2-6 4 12 2-6h4"/>`,
  containment: svg`<path d="M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3"/>`,
  people: svg`<circle cx="9" cy="8" r="3"/><path d="M3 20c0-4 3-6 6-6s6 2 6 6M16 5a3 3 0 0 1 0 6M17 14c3 1 4 3 4 6"/>`,
  warning: svg`<path d="M12 4l9 16H3zM12 10v4M12 17v.5"/>`,
  stop: svg`<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9v6M15 9v6"/>`,
  play: svg`<path d="M7 5l11 7-11 7z"/>`,
  light: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2"/>`,
  dark: svg`<path d="M20 14a8 8 0 1 1-10-10 7 7 0 0 0 10 10z"/>`,
  out: svg`<path d="M14 4h5v16h-5M4 12h10M11 9l3 3-3 3"/>`,
  search: svg`<circle cx="11" cy="11" r="6"/><path d="M16 16l5 5"/>`,
  close: svg`<path d="M6 6l12 12M18 6L6 18"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`,
  download: svg`<path d="M12 4v11M8 11l4 4 4-4M5 20h14"/>`,
  note: svg`<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8 9h8M8 13h4"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>`,
  machine: svg`<path d="M5 7h14v11H5zM12 3v4M9 12v1M15 12v1M9 16h6"/>`,
  alert: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>`,
  ok: svg`<path d="M5 12l5 5 9-10"/>`,
  undo: svg`<path d="M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3"/>`,
  menu: svg`<path d="M4 6h16M4 12h16M4 18h16"/>`,
};

/** Decoration only: whatever it stands for is also there as text. */
export function icon(name: string): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
}
