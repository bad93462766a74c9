import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttackPath } from '../attack';
import { Part } from '../part';
import { splitTarget } from './target';

const STAGE_WIDTH = 172;
const GAP = 46;
const ASSET_WIDTH = 232;
const ROW = 58;
const TOP = 8;
const BOX = 46;
const LETTERS = 24;
const ASSET_LETTERS = 28;

const WORDS: Readonly<Record<string, string>> = {
  open: 'not contained',
  confirmed: 'contained, seen in force',
  applied: 'contained, not yet read back',
  requested: 'containment under way',
  unknown: 'outcome unknown',
  'not-holding': 'containment does not hold',
  lifted: 'containment lifted',
};

/** The way of the attack: stages from left to right, each tied to what it touched and whether that is contained. */
@customElement('fb-attack-graph')
export class AttackGraph extends Part {
  @property({ attribute: false }) path!: AttackPath;

  protected override render(): TemplateResult {
    const { stages, assets } = this.path;
    const assetX = stages.length * (STAGE_WIDTH + GAP);
    const width = assetX + ASSET_WIDTH;
    const rows = Math.max(assets.length, 1);
    const height = TOP * 2 + Math.max(rows * ROW, stages.length > 1 ? ROW * 1.6 : ROW);
    const stageY = (i: number): number => TOP + (height - 2 * TOP - BOX) * (stages.length === 1 ? 0.5 : (i % 2) * 0.6 + 0.2);
    const assetY = (i: number): number => TOP + i * ROW + (height - 2 * TOP - rows * ROW) / 2 + (ROW - BOX) / 2;
    return html`<div class="graph" tabindex="0" role="region" aria-label="Attack path">
        <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${this.inWords()}>
          ${stages.map((s, i) => s.targets.map((t) => edge(i, stageY(i), assetX, assetY(assets.findIndex((a) => a.target === t)))))}
          ${stages.map((_, i) => (i === 0 ? [] : onward(i, stageY(i - 1), stageY(i))))}
          ${stages.map((s, i) => stage(i * (STAGE_WIDTH + GAP), stageY(i), s.tactic, [...s.techniques, ...s.alerts].join(', ')))}
          ${assets.map((a, i) => asset(assetX, assetY(i), a.target, a.state))}
        </svg>
      </div>`;
  }

  private inWords(): string {
    const { stages, assets } = this.path;
    const way = stages.map((s) => `${s.tactic}${s.targets.length > 0 ? ` at ${s.targets.join(', ')}` : ''}`).join('; then ');
    return `${way}. ${assets.map((a) => `${a.target}: ${WORDS[a.state] ?? a.state}`).join('. ')}.`;
  }
}

function stage(x: number, y: number, tactic: string, below: string): SVGTemplateResult {
  return svg`<g class="stage"><title>${tactic}: ${below}</title>
    <rect x=${x} y=${y} width=${STAGE_WIDTH} height=${BOX} rx="6"/>
    <text x=${x + 12} y=${y + 19} class="head">${tactic}</text>
    <text x=${x + 12} y=${y + 36} class="sub">${cut(below, LETTERS)}</text></g>`;
}

function asset(x: number, y: number, target: string, state: string): SVGTemplateResult {
  const { type, id } = splitTarget(target);
  return svg`<g class="asset ${state}"><title>${target}: ${WORDS[state] ?? state}</title>
    <rect x=${x} y=${y} width=${ASSET_WIDTH} height=${BOX} rx="6"/>
    <rect x=${x} y=${y} width="5" height=${BOX} rx="2" class="mark"/>
    <text x=${x + 16} y=${y + 19} class="head">${cut(id, ASSET_LETTERS)}</text>
    <text x=${x + 16} y=${y + 36} class="sub">${type}: ${WORDS[state] ?? state}</text></g>`;
}

function edge(i: number, y: number, assetX: number, assetY: number): SVGTemplateResult {
  const x = i * (STAGE_WIDTH + GAP) + STAGE_WIDTH;
  const from = y + BOX / 2;
  const to = assetY + BOX / 2;
  const bend = Math.min(120, (assetX - x) / 2);
  return svg`<path class="edge" d="M${x} ${from} C ${x + bend} ${from}, ${assetX - bend} ${to}, ${assetX} ${to}"/>`;
}

function onward(i: number, before: number, y: number): SVGTemplateResult {
  const x = i * (STAGE_WIDTH + GAP);
  const from = before + BOX / 2;
  const to = y + BOX / 2;
  return svg`<path class="onward" d="M${x - GAP} ${from} C ${x - GAP / 2} ${from}, ${x - GAP / 2} ${to}, ${x - 7} ${to}"/>
    <path class="head" d="M${x - 8} ${to - 4} L${x - 1} ${to} L${x - 8} ${to + 4} z"/>`;
}

function cut(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}
