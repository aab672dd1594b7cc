/** Runs along time: what would have acted, what the guard would have stopped, where conditions did not hold. */

import {LitElement, html, svg, css} from '../lit.js';
import {formatTime, t} from '../i18n.js';
import {base} from '../styles.js';

/** @typedef {import('./lares-backtest.js').Report} Report */
/** @typedef {import('./lares-backtest.js').WouldRun} WouldRun */
/** @typedef {{x: number, count: number, first: string}} Dot */

const LANES = ['acted', 'barred', 'still'];
const LANE_PX = 34;
const TOP_PX = 8;
const LEFT_PX = 8;
const BIN_PX = 9;
const DAY_MS = 86_400_000;
const LABEL_PX = 84;

class LaresTimeline extends LitElement {
  static properties = {report: {attribute: false}, width: {state: true}};

  static styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
        overflow: visible;
      }
      .lane {
        stroke: var(--line);
        stroke-width: 1;
      }
      .tick {
        stroke: var(--line);
        stroke-dasharray: 2 4;
      }
      text {
        fill: var(--ink-2);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }
      .acted {
        fill: var(--accent);
      }
      .barred {
        fill: var(--bad);
      }
      .still {
        fill: var(--surface);
        stroke: var(--ink-2);
        stroke-width: 1.6;
      }
      .number {
        fill: var(--on-accent);
        font-size: 10px;
        font-weight: 700;
        text-anchor: middle;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1.2rem;
        margin: 0.4rem 0 0;
        padding: 0;
        list-style: none;
        color: var(--ink-2);
        font-size: 0.85rem;
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: 0.45rem;
      }
      li svg {
        width: 12px;
        height: 12px;
        flex: none;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Report | null} */
    this.report = null;
    this.width = 600;
    this.watching = new ResizeObserver(([entry]) => {
      const width = Math.round(entry.contentRect.width);
      if (width > 0 && width !== this.width) this.width = width;
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.watching.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watching.disconnect();
  }

  render() {
    const {report} = this;
    if (report === null) return html``;
    const height = TOP_PX + LANES.length * LANE_PX + 24;
    const lanes = LANES.map((lane) => dotsOf(report, lane, this.width));
    const counts = LANES.map((lane) => report.runs.filter((run) => laneOf(run) === lane).length);
    const summary = LANES.map((lane, number) => `${t(`rules.lane_${lane}`)}: ${counts[number]}`).join(', ');
    return html`<svg role="img" aria-label="${t('rules.timeline')}. ${summary}" data-testid="timeline"
        viewBox="0 0 ${this.width} ${height}" height=${height}>
        ${ticksOf(report, this.width).map((tick) => svg`<line class="tick" x1=${tick.x} x2=${tick.x} y1=${TOP_PX} y2=${height - 20}/>
          <text x=${tick.x} y=${height - 5} text-anchor=${tick.anchor}>${tick.label}</text>`)}
        ${lanes.map((dots, number) => svg`<line class="lane" x1=${LEFT_PX} x2=${this.width - LEFT_PX} y1=${middle(number)} y2=${middle(number)}/>
          ${dots.map((dot) => svg`<circle class=${LANES[number]} cx=${dot.x} cy=${middle(number)} r=${radius(dot.count)}><title>${titleOf(dot)}</title></circle>
            ${dot.count > 3 && number < 2 ? svg`<text class="number" x=${dot.x} y=${middle(number) + 3.5}>${dot.count > 99 ? '99' : dot.count}</text>` : svg``}`)}`)}
      </svg>
      <ul aria-hidden="true">${LANES.map((lane, number) => html`<li><svg viewBox="0 0 12 12"><circle class=${lane} cx="6" cy="6" r="4.5"/></svg>${t(`rules.lane_${lane}`)} (${counts[number]})</li>`)}</ul>`;
  }
}

/** @param {WouldRun} run */
function laneOf(run) {
  if (run.calls.some((call) => call.effect !== 'allow')) return 'barred';
  return run.calls.length > 0 ? 'acted' : 'still';
}

/**
 * Dots of a lane; those that would lie on each other are one with a number.
 *
 * @param {Report} report
 * @param {string} lane
 * @param {number} width
 */
function dotsOf(report, lane, width) {
  /** @type {Map<number, Dot>} */
  const bins = new Map();
  for (const run of report.runs) {
    if (laneOf(run) !== lane) continue;
    const bin = Math.floor(placeOf(report, Date.parse(run.at), width) / BIN_PX);
    const dot = bins.get(bin) ?? {x: bin * BIN_PX + BIN_PX / 2, count: 0, first: run.at};
    dot.count += 1;
    bins.set(bin, dot);
  }
  return [...bins.values()];
}

/**
 * @param {Report} report
 * @param {number} at
 * @param {number} width
 */
function placeOf(report, at, width) {
  const start = Date.parse(report.start);
  const length = Math.max(1, Date.parse(report.end) - start);
  return LEFT_PX + ((at - start) / length) * (width - 2 * LEFT_PX);
}

/**
 * @param {Report} report
 * @param {number} width
 */
function ticksOf(report, width) {
  const start = Date.parse(report.start);
  const end = Date.parse(report.end);
  const isHours = end - start <= 2 * DAY_MS;
  const most = Math.max(2, Math.floor(width / LABEL_PX));
  const units = isHours ? [1, 2, 3, 6, 12].map((hours) => hours * 3_600_000) : [1, 2, 5, 10].map((days) => days * DAY_MS);
  const step = units.find((unit) => (end - start) / unit <= most) ?? units[units.length - 1];
  const first = new Date(start);
  first.setHours(0, 0, 0, 0);
  const ticks = [];
  for (let at = first.getTime(); at <= end; at += step) {
    const x = placeOf(report, at, width);
    if (at < start || x > width - LEFT_PX) continue;
    const label = formatTime(at, isHours ? {hour: '2-digit', minute: '2-digit'} : {weekday: 'short', day: 'numeric'});
    ticks.push({x, label, anchor: x < 30 ? 'start' : x > width - 30 ? 'end' : 'middle'});
  }
  return ticks;
}

/** @param {number} lane */
function middle(lane) {
  return TOP_PX + lane * LANE_PX + LANE_PX / 2;
}

/** @param {number} count */
function radius(count) {
  return Math.min(12, 4.5 + 2 * Math.log2(count));
}

/** @param {Dot} dot */
function titleOf(dot) {
  const when = formatTime(dot.first, {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'});
  return dot.count === 1 ? when : t('rules.dots', {when, number: dot.count});
}

customElements.define('lares-timeline', LaresTimeline);
