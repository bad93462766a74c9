import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './plot.css';
import { Part } from '../part';

export interface Series {
  readonly label: string;
  /** A custom property of the page: "--accent". */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  /** Tells lines apart without colour. */
  readonly dash?: readonly number[];
  readonly width?: number;
}

export interface Plot {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly Series[];
  /** What stands on the vertical axis, with its unit. */
  readonly axis: string;
  /** Lines, or bars that stand on each other. */
  readonly kind: 'lines' | 'stack';
  /** A logarithmic axis, for what spans from milliseconds to hours. */
  readonly log?: boolean;
  /** How long a bucket is, in seconds. */
  readonly bucket: number;
  value(v: number): string;
}

/** A plot over time. It is drawn anew when its size or the theme changes. Its table stands beside it. */
@customElement('fb-plot')
export class PlotElement extends Part {
  @property({ attribute: false }) plot: Plot | undefined;
  @property() label = '';
  private drawn: uPlot | undefined;
  private readonly size = new ResizeObserver(() => this.fit());
  private readonly themes = new MutationObserver(() => this.draw());

  override connectedCallback(): void {
    super.connectedCallback();
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    this.size.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.size.disconnect();
    this.themes.disconnect();
    this.drawn?.destroy();
    this.drawn = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="plot-canvas" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('plot')) {
      this.draw();
    }
  }

  private fit(): void {
    const width = this.room();
    if (this.drawn !== undefined && width > 0 && width !== this.drawn.width) {
      this.drawn.setSize({ width, height: HEIGHT });
    }
  }

  private room(): number {
    return this.querySelector('.plot-canvas')?.clientWidth ?? 0;
  }

  private draw(): void {
    const place = this.querySelector<HTMLElement>('.plot-canvas');
    const plot = this.plot;
    this.drawn?.destroy();
    this.drawn = undefined;
    if (place === null || plot === undefined || plot.times.length === 0) {
      return;
    }
    this.drawn = new uPlot(options(plot, this.room() || 600, this), data(plot), place);
  }
}

const HEIGHT = 220;
const FONT = '12px system-ui, sans-serif';

function options(plot: Plot, width: number, host: HTMLElement): uPlot.Options {
  const dim = resolved(host, '--dim');
  const line = resolved(host, '--line');
  const axis: uPlot.Axis = { stroke: dim, font: FONT, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 } };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    cursor: { points: { show: plot.kind === 'lines' }, drag: { x: false, y: false } },
    legend: { live: true, markers: { width: 2 } },
    hooks: { ready: [(u) => showNewest(u, plot)], setCursor: [(u) => u.cursor.idx === null && showNewest(u, plot)] },
    scales: {
      x: { time: true, range: (_u, min, max) => [min - plot.bucket / 2, max + plot.bucket / 2] },
      y: plot.log
        ? { distr: 3, log: 10, range: (_u, min, max) => bounds(min, max) }
        : { range: (_u, _min, max) => [0, Math.max(1, max * 1.08)] },
    },
    axes: [
      { ...axis, values: stamps },
      {
        ...axis,
        label: plot.axis,
        labelFont: FONT,
        labelSize: 18,
        labelGap: 2,
        size: 62,
        values: (_u, splits) => splits.map((v) => (v === null ? '' : plot.value(v))),
        ...(plot.kind === 'stack' ? { incrs: COUNTS } : {}),
        ...(plot.log ? { splits: (_u: uPlot, _axis: number, min: number, max: number) => STEPS.filter((v) => v >= min && v <= max), filter: (_u: uPlot, splits: number[]) => splits } : {}),
      },
    ],
    series: [
      { label: 'Time', value: (_u, v) => (v === null ? '–' : WHEN.format(v * 1000)) },
      ...order(plot).map((s) => series(plot, s, resolved(host, s.colour))),
    ],
  };
}

/** While nobody points at a time, the legend says what was last. */
function showNewest(u: uPlot, plot: Plot): void {
  const newest = plot.times.findLastIndex((_t, i) => plot.series.some((s) => (s.values[i] ?? 0) !== 0));
  if (newest >= 0) {
    u.setLegend({ idx: newest }, false);
  }
}

/** Round times, in seconds, about ten times as long each. */
const STEPS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3_600, 21_600, 86_400, 604_800];

/** Whole things are counted in whole steps. */
const COUNTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1_000_000];

const WHEN = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const HOUR = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short' });

function stamps(_u: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  let day = '';
  return splits.map((s) => {
    const at = s * 1000;
    const today = DAY.format(at);
    const text = step >= 86_400 ? today : today === day ? HOUR.format(at) : `${HOUR.format(at)}\n${today}`;
    day = today;
    return text;
  });
}

function series(plot: Plot, s: Series, colour: string): uPlot.Series {
  const value = (_u: uPlot, _v: number | null, _i: number, at: number | null): string => {
    const own = at === null ? null : s.values[at];
    return own === null || own === undefined ? '–' : plot.value(own);
  };
  if (plot.kind === 'stack') {
    return { label: s.label, stroke: colour, fill: colour, width: 0, paths: uPlot.paths.bars!({ size: [0.72, 40], align: 0 }), points: { show: false }, value };
  }
  return {
    label: s.label,
    stroke: colour,
    width: s.width ?? 2,
    ...(s.dash === undefined ? {} : { dash: [...s.dash] }),
    spanGaps: true,
    points: { show: true, size: 5, width: 1, fill: colour },
    value,
  };
}

/** Bars stand on each other: the sum of all is drawn first and the first one last. */
function order(plot: Plot): readonly Series[] {
  return plot.kind === 'stack' ? [...plot.series].reverse() : plot.series;
}

function data(plot: Plot): uPlot.AlignedData {
  const times = [...plot.times];
  if (plot.kind === 'lines') {
    return [times, ...plot.series.map((s) => s.values.map((v) => (plot.log && v !== null && v <= 0 ? 0.001 : v)))];
  }
  const sums: number[][] = [];
  plot.series.forEach((s, i) => {
    sums.push(times.map((_t, at) => (s.values[at] ?? 0) + (sums[i - 1]?.[at] ?? 0)));
  });
  return [times, ...sums.reverse()];
}

/** From the step below the least to the step above the most. */
function bounds(min: number | null, max: number | null): [number, number] {
  const below = STEPS.filter((v) => v <= (min ?? 0.1)).at(-1) ?? STEPS[0]!;
  const above = STEPS.find((v) => v >= (max ?? 1) && v > below) ?? (max ?? 1);
  return [below, above];
}

/** What a custom property is in the theme of now. */
function resolved(host: HTMLElement, property: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${property})`;
  host.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
