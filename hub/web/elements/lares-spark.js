/** A small line of what a number was in the last day; fetched once it comes into sight. */

import {LitElement, html, css, nothing} from '../lit.js';
import {formatNumber, t} from '../i18n.js';
import {base} from '../styles.js';
import {lineOf, pointsOf} from '../sparks.js';

/** @typedef {import('../sparks.js').Point} Point */

class LaresSpark extends LitElement {
  static properties = {entityId: {attribute: false}, now: {attribute: false}, points: {state: true}};

  static styles = [
    base,
    css`
      :host {
        height: 30px;
        min-width: 0;
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      path {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.6;
        stroke-linejoin: round;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
        opacity: 0.75;
      }
    `,
  ];

  constructor() {
    super();
    this.entityId = '';
    /** What is reported now. @type {number | null} */
    this.now = null;
    /** @type {Point[]} */
    this.points = [];
    this.watcher = new IntersectionObserver(([entry]) => {
      if (entry.isIntersecting) void this.#look();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watcher.disconnect();
  }

  render() {
    const now = Date.now();
    const points = this.now === null || this.points.length === 0 ? this.points : [...this.points, {at: now, value: this.now}];
    if (points.length < 2) return nothing;
    const values = points.map((point) => point.value);
    const words = t('card.spark', {least: formatNumber(Math.min(...values)), most: formatNumber(Math.max(...values))});
    return html`<svg viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label=${words} data-testid="spark-${this.entityId}">
      <path d=${lineOf(points, now)}></path></svg>`;
  }

  async #look() {
    const id = this.entityId;
    const points = await pointsOf(id);
    if (id === this.entityId) this.points = points;
  }
}

customElements.define('lares-spark', LaresSpark);
