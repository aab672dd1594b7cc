/** Numbers over time as lines, those of one unit together. */

import {LitElement, html, css} from '../lit.js';
import {formatNumber, formatTime, language, t} from '../i18n.js';
import {aligned, summaryOf} from '../past.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import {uPlot} from '../uplot.js';

/** @typedef {import('../past.js').Course} Course */

const HEIGHT = 220;
const COLOURS = ['--accent', '--cool', '--good', '--lit-ink', '--bad', '--ink-2'];

class LaresChart extends LitElement {
  static properties = {courses: {attribute: false}, unit: {}, start: {attribute: false}};

  static styles = [
    base,
    css`
      .plot {
        min-height: ${HEIGHT}px;
      }
      .uplot {
        position: relative;
      }
      .uplot,
      .uplot * {
        box-sizing: border-box;
      }
      .u-wrap {
        position: relative;
        user-select: none;
      }
      .u-over,
      .u-under,
      .u-axis,
      .u-select {
        position: absolute;
      }
      .u-under {
        overflow: hidden;
      }
      .u-select {
        background: var(--accent-soft);
        opacity: 0.6;
        pointer-events: none;
      }
      .uplot canvas {
        display: block;
        position: relative;
        width: 100%;
        height: 100%;
      }
      .u-cursor-x,
      .u-cursor-y {
        position: absolute;
        left: 0;
        top: 0;
        pointer-events: none;
      }
      .u-cursor-x {
        height: 100%;
        border-right: 1px dashed var(--ink-3);
      }
      .u-cursor-y {
        width: 100%;
        border-bottom: 1px dashed var(--line);
      }
      .u-cursor-pt {
        position: absolute;
        top: 0;
        left: 0;
        border-radius: 50%;
        pointer-events: none;
      }
      .u-off,
      .u-legend {
        display: none;
      }
      table {
        width: 100%;
        margin-top: 0.6rem;
        border-collapse: collapse;
        font-size: 0.87rem;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.25rem 0.4rem;
        text-align: right;
      }
      th:first-child {
        text-align: left;
        font-weight: 550;
      }
      thead th {
        color: var(--ink-2);
        font-weight: 500;
      }
      .mark {
        display: inline-block;
        width: 0.8em;
        height: 0.8em;
        margin-right: 0.5em;
        border-radius: 3px;
        background: var(--mark, var(--accent));
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Course[]} */
    this.courses = [];
    this.unit = '';
    /** When the picture begins, in milliseconds. */
    this.start = 0;
    /** @type {uPlot | null} */
    this.plot = null;
    this.observer = new ResizeObserver(() => this.#fit());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }

  render() {
    return html`<div class="plot" role="img" aria-label=${this.#words()}></div>
      <table>
        <thead><tr><th>${this.unit || t('history.value')}</th><th>${t('history.now')}</th><th>${t('history.least')}</th><th>${t('history.mean')}</th><th>${t('history.most')}</th></tr></thead>
        <tbody>${this.courses.map((course) => this.#row(course))}</tbody>
      </table>`;
  }

  /** @param {Course} course */
  #row(course) {
    const all = summaryOf(course);
    const last = course.moments.at(-1)?.state ?? '';
    /** @param {number | undefined} value */
    const cell = (value) => html`<td>${value === undefined ? '–' : formatNumber(value, {maximumFractionDigits: 1})}</td>`;
    return html`<tr><th scope="row"><span class="mark"></span>${store.nameOf(course.entityId)}</th>
      ${cell(Number.isFinite(Number(last)) && last !== '' ? Number(last) : undefined)}${cell(all?.least)}${cell(all?.mean)}${cell(all?.most)}</tr>`;
  }

  updated() {
    const marks = /** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll('.mark'));
    marks.forEach((mark, place) => mark.style.setProperty('--mark', `var(${COLOURS[place % COLOURS.length]})`));
    this.plot?.destroy();
    const target = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.plot'));
    if (target === null || this.courses.length === 0) return;
    this.plot = new uPlot(this.#options(target.clientWidth || 600), aligned(this.courses), target);
    this.observer.disconnect();
    this.observer.observe(target);
  }

  #fit() {
    const target = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.plot'));
    if (this.plot !== null && target !== null && target.clientWidth > 0) this.plot.setSize({width: target.clientWidth, height: HEIGHT});
  }

  /** @param {number} width */
  #options(width) {
    const look = getComputedStyle(this);
    const ink = look.getPropertyValue('--ink-2');
    const line = look.getPropertyValue('--line');
    const axis = {stroke: ink, grid: {stroke: line, width: 1}, ticks: {stroke: line, width: 1}};
    return {
      width,
      height: HEIGHT,
      legend: {show: false},
      scales: {x: {time: true, range: () => [this.start / 1000, Date.now() / 1000]}},
      axes: [
        {...axis, space: 80, values: (/** @type {unknown} */ _, /** @type {number[]} */ splits) => splits.map((at) => timeWords(at, splits))},
        {...axis, size: 46},
      ],
      series: [
        {},
        ...this.courses.map((course, place) => ({
          label: store.nameOf(course.entityId),
          stroke: look.getPropertyValue(COLOURS[place % COLOURS.length]).trim(),
          width: 2,
          spanGaps: false,
          points: {show: false},
        })),
      ],
    };
  }

  /** What the picture shows, for those who do not see it. */
  #words() {
    return this.courses.map((course) => {
      const all = summaryOf(course);
      const name = store.nameOf(course.entityId);
      return all === null ? name : t('history.in_words', {
        name, unit: this.unit, least: formatNumber(all.least), most: formatNumber(all.most),
      });
    }).join('; ');
  }
}

/**
 * @param {number} at seconds since 1970
 * @param {number[]} all
 */
function timeWords(at, all) {
  const isLong = (all.at(-1) ?? 0) - (all[0] ?? 0) > 2 * 86_400;
  return isLong ? new Intl.DateTimeFormat(language(), {day: 'numeric', month: 'short'}).format(at * 1000) : formatTime(at * 1000);
}

customElements.define('lares-chart', LaresChart);
