import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, path } from '../api';
import { Page } from '../page';
import { emptyState } from '../parts/states';
import { table, type Column } from '../parts/table';
import { moment, span } from '../parts/time';
import '../parts/plot';
import type { Plot, Series } from '../parts/plot';
import { keepQuery } from '../router';
import type { TrailEntry } from '../types';
import './metrics.css';

interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

interface Counts<T> {
  readonly from: string;
  readonly to: string;
  readonly bucketSeconds: number;
  readonly items: readonly T[];
}

interface Measured {
  readonly playbook?: string | null;
  readonly stage: string;
  readonly at?: string | null;
  readonly count: number;
  readonly seconds: Percentiles;
}

interface AlertCount {
  readonly source: string;
  readonly at: string;
  readonly fate: string;
  readonly count: number;
}

interface ActionCount {
  readonly topic: string;
  readonly outcome: string;
  readonly at?: string | null;
  readonly count: number;
  readonly seconds: Percentiles;
}

interface Data {
  readonly response: Counts<Measured>;
  readonly alerts: Counts<AlertCount>;
  readonly actions: Counts<ActionCount>;
}

const WINDOWS: readonly { readonly key: string; readonly label: string; readonly seconds: number; readonly bucket: string }[] = [
  { key: '1h', label: 'Last hour', seconds: 3_600, bucket: 'PT1M' },
  { key: '24h', label: 'Last 24 hours', seconds: 86_400, bucket: 'PT30M' },
  { key: '7d', label: 'Last 7 days', seconds: 7 * 86_400, bucket: 'PT6H' },
  { key: '30d', label: 'Last 30 days', seconds: 30 * 86_400, bucket: 'PT24H' },
  { key: '90d', label: 'Last 90 days', seconds: 90 * 86_400, bucket: 'PT72H' },
];

const STAGES: Readonly<Record<string, readonly [string, string]>> = {
  decide: ['Time to decide', 'first alert until triage chose a playbook'],
  acknowledge: ['Time to acknowledge', 'first alert until a person did something about it'],
  contain: ['Time to contain', 'first alert until a vendor accepted the first containment'],
  confirm: ['Time to confirm', 'first alert until the first containment was read back in force'],
};

const FATES: readonly (readonly [string, string, string])[] = [
  ['opened', 'Opened an incident', '--fate-opened'],
  ['joined', 'Joined one', '--fate-joined'],
  ['duplicate', 'Repeats', '--fate-duplicate'],
  ['noted', 'Only noted', '--fate-noted'],
  ['kept-aside', 'Unreadable messages', '--fate-aside'],
];

const OUTCOMES: readonly (readonly [string, string, string])[] = [
  ['done', 'Done', '--outcome-done'],
  ['under-way', 'Under way', '--outcome-busy'],
  ['refused', 'Refused', '--outcome-refused'],
  ['failed', 'Failed', '--outcome-failed'],
  ['unresolved', 'Unresolved', '--outcome-failed'],
  ['withdrawn', 'Withdrawn', '--outcome-withdrawn'],
];

/** How fast, how noisy, how reliable: over time, with the numbers beside each plot. */
@customElement('fb-metrics')
export class Metrics extends Page<Data> {
  @state() private window = new URLSearchParams(location.search).get('window') ?? '24h';
  @state() private playbook = new URLSearchParams(location.search).get('playbook') ?? '';

  protected override concerns(entry: TrailEntry): boolean {
    return ['incident.opened', 'containment.confirmed', 'action.confirmed', 'action.done'].includes(entry.kind);
  }

  protected override async read(): Promise<Data> {
    const w = WINDOWS.find((x) => x.key === this.window) ?? WINDOWS[1]!;
    const now = Date.now();
    const query = { from: new Date(now - w.seconds * 1000).toISOString(), to: new Date(now).toISOString(), bucket: w.bucket };
    const [response, alerts, actions] = await Promise.all([
      get<Counts<Measured>>(path('/api/v1/metrics/response', query)),
      get<Counts<AlertCount>>(path('/api/v1/metrics/alerts', query)),
      get<Counts<ActionCount>>(path('/api/v1/metrics/actions', query)),
    ]);
    return { response, alerts, actions };
  }

  private choose(window: string, playbook: string): void {
    this.window = window;
    this.playbook = playbook;
    keepQuery({ window, playbook });
    void this.readAgain();
  }

  protected override show(data: Data): TemplateResult {
    const playbooks = [...new Set(data.response.items.map((m) => m.playbook ?? '').filter((p) => p !== ''))].sort();
    return html`<div class="page">
      <header class="page-head">
        <h1>Metrics</h1>
        <div class="actions">
          <label class="field"><span class="hidden">Time shown</span>
            <select @change=${(e: Event) => this.choose((e.target as HTMLSelectElement).value, this.playbook)}>
              ${WINDOWS.map((w) => html`<option value=${w.key} ?selected=${w.key === this.window}>${w.label}</option>`)}
            </select>
          </label>
          <label class="field"><span class="hidden">Playbook</span>
            <select @change=${(e: Event) => this.choose(this.window, (e.target as HTMLSelectElement).value)}>
              <option value="">All playbooks</option>
              ${playbooks.map((p) => html`<option value=${p} ?selected=${p === this.playbook}>${p}</option>`)}
            </select>
          </label>
        </div>
      </header>
      <div class="metrics">
        <section class="plots" aria-label="Response times">${Object.keys(STAGES).map((s) => this.stage(s, data.response))}</section>
        ${this.volume(data.alerts)} ${this.outcomes(data.actions)}
        ${this.byPlaybook(data.response)}
      </div>
    </div>`;
  }

  private stage(stage: string, counts: Counts<Measured>): TemplateResult {
    const [title, meaning] = STAGES[stage] ?? [stage, ''];
    const own = counts.items.filter((m) => m.stage === stage && (m.playbook ?? '') === this.playbook);
    const total = own.find((m) => m.at === null || m.at === undefined);
    const points = own.filter((m) => m.at !== null && m.at !== undefined);
    const times = axis(counts);
    const at = new Map(points.map((m) => [Date.parse(m.at ?? '') / 1000, m]));
    const values = (p: keyof Percentiles): (number | null)[] => times.map((t) => at.get(t)?.seconds[p] ?? null);
    const plot: Plot = {
      times,
      kind: 'lines',
      log: true,
      axis: 'time (log)',
      bucket: counts.bucketSeconds,
      value: (v) => short(v * 1000),
      series: [
        { label: 'p50', colour: '--p50', values: values('p50'), width: 2.5 },
        { label: 'p90', colour: '--p90', values: values('p90'), dash: [7, 4] },
        { label: 'p99', colour: '--p99', values: values('p99'), dash: [2, 3] },
      ],
    };
    return html`<figure class="card">
      <figcaption>
        <h2>${title}</h2>
        ${total === undefined ? nothing : html`<span class="headline" title="half of all were faster">median ${span(total.seconds.p50 * 1000)}</span>`}
        <small>${meaning}</small>
      </figcaption>
      ${points.length === 0
        ? emptyState('Nothing measured', 'No incident of this time got that far.')
        : html`<fb-plot .plot=${plot} label="${title}: median, 90th and 99th percentile over time; the table below has the numbers"></fb-plot>
            <details><summary>Table</summary>${percentileTable(title, points)}</details>`}
    </figure>`;
  }

  private volume(counts: Counts<AlertCount>): TemplateResult {
    const items = counts.items;
    const times = axis(counts);
    const total = sum(items);
    const opened = sum(items.filter((i) => i.fate === 'opened'));
    const plot: Plot = {
      times,
      kind: 'stack',
      axis: 'alerts',
      bucket: counts.bucketSeconds,
      value: (v) => String(Math.round(v)),
      series: stack(FATES, times, items, (i) => i.fate, (i) => i.at),
    };
    const sources = [...new Set(items.map((i) => i.source))].sort();
    const of = (source: string, fate?: string): number => sum(items.filter((i) => i.source === source && (fate === undefined || i.fate === fate)));
    return html`<figure class="card wide-plot">
      <figcaption>
        <h2>Alerts and noise</h2>
        <span class="headline">${count(total, 'alert')}, ${count(opened, 'incident')}</span>
        <small>what became of each, in steps of ${words(counts.bucketSeconds)}</small>
      </figcaption>
      ${total === 0
        ? emptyState('No alerts', 'No source sent anything in this time.')
        : html`<fb-plot .plot=${plot} label="Alerts over time by what became of them; the tables below have the numbers"></fb-plot>
            <details open><summary>By source</summary>
              ${table<string>(
                'Alerts by source',
                [
                  { head: 'Source', cell: (s) => s },
                  { head: 'Alerts', cell: (s) => of(s), numeric: true },
                  ...FATES.map(([f, label]): Column<string> => ({ head: label, cell: (s) => of(s, f), numeric: true, minor: true })),
                  { head: 'Noise', cell: (s) => percent(of(s) - of(s, 'opened') - of(s, 'joined'), of(s)), numeric: true },
                ],
                sources,
                (s) => s,
              )}
            </details>
            <details><summary>Over time</summary>${timeTable('Alerts over time', FATES, times, items, (i) => i.fate, (i) => i.at)}</details>`}
    </figure>`;
  }

  private outcomes(counts: Counts<ActionCount>): TemplateResult {
    const totals = counts.items.filter((i) => i.at === null || i.at === undefined);
    const points = counts.items.filter((i) => i.at !== null && i.at !== undefined);
    const times = axis(counts);
    const plot: Plot = {
      times,
      kind: 'stack',
      axis: 'actions',
      bucket: counts.bucketSeconds,
      value: (v) => String(Math.round(v)),
      series: stack(OUTCOMES, times, points, (i) => i.outcome, (i) => i.at ?? ''),
    };
    const topics = [...new Set(totals.map((i) => i.topic))].sort();
    const of = (topic: string, outcome?: string): number =>
      sum(totals.filter((i) => i.topic === topic && (outcome === undefined || i.outcome === outcome)));
    const most = Math.max(1, ...topics.map((t) => of(t)));
    const took = (topic: string): Percentiles | undefined => totals.find((i) => i.topic === topic && i.outcome === 'done')?.seconds;
    return html`<figure class="card wide-plot">
      <figcaption>
        <h2>Outcomes of actions</h2>
        <span class="headline">${count(sum(totals), 'action')}</span>
        <small>by connector and action, in steps of ${words(counts.bucketSeconds)}</small>
      </figcaption>
      ${topics.length === 0
        ? emptyState('No actions', 'Nothing was asked of any connector in this time.')
        : html`<fb-plot .plot=${plot} label="Actions over time by outcome; the tables below have the numbers"></fb-plot>
            <details open><summary>By connector and action</summary>
              ${table<string>(
                'Outcomes by action',
                [
                  { head: 'Connector', cell: (t) => t.slice(0, t.indexOf('.')) },
                  { head: 'Action', cell: (t) => t.slice(t.indexOf('.') + 1) },
                  { head: 'Share', cell: (t) => this.bar(t, of, most), minor: true },
                  ...OUTCOMES.map(([o, label]): Column<string> => ({ head: label, cell: (t) => of(t, o), numeric: true, minor: o !== 'done' && o !== 'failed' })),
                  { head: 'Median', cell: (t) => short((took(t)?.p50 ?? NaN) * 1000), numeric: true },
                  { head: 'p90', cell: (t) => short((took(t)?.p90 ?? NaN) * 1000), numeric: true, minor: true },
                ],
                topics,
                (t) => t,
              )}
            </details>
            <details><summary>Over time</summary>${timeTable('Actions over time', OUTCOMES, times, points, (i) => i.outcome, (i) => i.at ?? '')}</details>`}
    </figure>`;
  }

  private bar(topic: string, of: (topic: string, outcome?: string) => number, most: number): TemplateResult {
    let x = 0;
    const parts = OUTCOMES.map(([o, , colour]) => {
      const width = (100 * of(topic, o)) / most;
      const rect = svg`<rect x=${x} y="2" width=${width} height="10" fill="var(${colour})"></rect>`;
      x += width;
      return rect;
    });
    return html`<svg class="bars" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
  }

  private byPlaybook(counts: Counts<Measured>): TemplateResult {
    const rows = counts.items.filter((m) => (m.at === null || m.at === undefined) && (m.playbook ?? '') !== '');
    return html`<section class="card">
      <header><h2>By playbook and stage</h2></header>
      ${rows.length === 0
        ? emptyState('Nothing measured')
        : table<Measured>(
            'Response times by playbook and stage',
            [
              { head: 'Playbook', cell: (m) => m.playbook ?? '' },
              { head: 'Stage', cell: (m) => m.stage },
              { head: 'Incidents', cell: (m) => m.count, numeric: true },
              { head: 'p50', cell: (m) => short(m.seconds.p50 * 1000), numeric: true },
              { head: 'p90', cell: (m) => short(m.seconds.p90 * 1000), numeric: true },
              { head: 'p99', cell: (m) => short(m.seconds.p99 * 1000), numeric: true, minor: true },
            ],
            rows,
            (m) => `${m.playbook} ${m.stage}`,
          )}
    </section>`;
  }
}

function percentileTable(caption: string, points: readonly Measured[]): TemplateResult {
  return table<Measured>(
    caption,
    [
      { head: 'From', cell: (m) => moment(m.at) },
      { head: 'Incidents', cell: (m) => m.count, numeric: true },
      { head: 'p50', cell: (m) => short(m.seconds.p50 * 1000), numeric: true },
      { head: 'p90', cell: (m) => short(m.seconds.p90 * 1000), numeric: true },
      { head: 'p99', cell: (m) => short(m.seconds.p99 * 1000), numeric: true },
    ],
    points,
    (m) => m.at,
  );
}

type Names = readonly (readonly [string, string, string])[];

function stack<T extends { readonly count: number }>(
  names: Names,
  times: readonly number[],
  items: readonly T[],
  name: (i: T) => string,
  at: (i: T) => string,
): readonly Series[] {
  return names
    .map(([key, label, colour]) => {
      const counts = new Map<number, number>();
      items.filter((i) => name(i) === key).forEach((i) => {
        const t = Date.parse(at(i)) / 1000;
        counts.set(t, (counts.get(t) ?? 0) + i.count);
      });
      return { label, colour, values: times.map((t) => counts.get(t) ?? 0) };
    })
    .filter((s) => s.values.some((v) => v > 0));
}

function timeTable<T extends { readonly count: number }>(
  caption: string,
  names: Names,
  times: readonly number[],
  items: readonly T[],
  name: (i: T) => string,
  at: (i: T) => string,
): TemplateResult {
  const of = (t: number, key: string): number => sum(items.filter((i) => name(i) === key && Date.parse(at(i)) / 1000 === t));
  const rows = times.filter((t) => items.some((i) => Date.parse(at(i)) / 1000 === t));
  return table<number>(
    caption,
    [
      { head: 'From', cell: (t) => moment(new Date(t * 1000).toISOString()) },
      ...names.map(([key, label]): Column<number> => ({ head: label, cell: (t) => of(t, key), numeric: true })),
    ],
    rows,
    (t) => t,
  );
}

/** Every bucket of the window, also those in which nothing happened. */
function axis(counts: Counts<unknown>): number[] {
  const step = counts.bucketSeconds;
  // Buckets begin at multiples of their length since a Monday, 2001-01-01, as the server counts them.
  const origin = Date.UTC(2001, 0, 1) / 1000;
  const begin = origin + Math.floor((Date.parse(counts.from) / 1000 - origin) / step) * step;
  const end = Date.parse(counts.to) / 1000;
  const all: number[] = [];
  for (let t = begin; t < end; t += step) {
    all.push(t);
  }
  return all;
}

function words(s: number): string {
  return s % 86_400 === 0 ? plural(s / 86_400, 'day') : s % 3_600 === 0 ? plural(s / 3_600, 'hour') : plural(s / 60, 'minute');
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function plural(n: number, word: string): string {
  return n === 1 ? word === 'hour' ? 'an hour' : `a ${word}` : `${n} ${word}s`;
}

function sum(items: readonly { readonly count: number }[]): number {
  return items.reduce((n, i) => n + i.count, 0);
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
}

/** A time for an axis or a table. */
function short(ms: number): string {
  if (Number.isNaN(ms)) {
    return '–';
  }
  const s = ms / 1000;
  return ms < 1 ? '<1 ms' : ms < 1000 ? `${Math.round(ms)} ms` : s < 120 ? `${trim(s)} s` : s < 7_200 ? `${trim(s / 60)} min` : s < 172_800 ? `${trim(s / 3_600)} h` : `${trim(s / 86_400)} d`;
}

function trim(n: number): string {
  return n < 10 ? String(Math.round(n * 10) / 10) : String(Math.round(n));
}
