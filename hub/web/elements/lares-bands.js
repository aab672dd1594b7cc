/** States over time as bands, an entity a line. */

import {LitElement, html, svg, css} from '../lit.js';
import {formatTime, t} from '../i18n.js';
import {bandsOf, isNothing} from '../past.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import {stateWords} from '../words.js';

/** @typedef {import('../past.js').Course} Course */

const WIDTH = 1000;
/** Narrower bands are drawn so wide that one sees them. */
const LEAST = 2;
const ACTIVE = new Set(['on', 'open', 'opening', 'unlocked', 'playing', 'heat', 'cool', 'auto', 'home', 'cleaning', 'mowing', 'triggered', 'above_horizon']);

class LaresBands extends LitElement {
  static properties = {courses: {attribute: false}, start: {attribute: false}};

  static styles = [
    base,
    css`
      .line {
        display: grid;
        grid-template-columns: minmax(6rem, 11rem) minmax(0, 1fr);
        gap: 0.8rem;
        align-items: center;
        padding: 0.3rem 0;
      }
      .name {
        overflow-wrap: anywhere;
        font-size: 0.9rem;
        font-weight: 550;
      }
      .name small {
        display: block;
        color: var(--ink-2);
        font-weight: 400;
      }
      svg {
        display: block;
        width: 100%;
        height: 28px;
        border-radius: 8px;
        background: var(--sunken);
      }
      rect {
        fill: var(--line);
      }
      rect.active {
        fill: var(--accent);
      }
      rect.nothing {
        fill: none;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        margin-left: calc(11rem + 0.8rem);
        color: var(--ink-2);
        font-size: 0.78rem;
      }
      @media (max-width: 640px) {
        .line {
          grid-template-columns: minmax(0, 1fr);
          gap: 0.2rem;
        }
        .ends {
          margin-left: 0;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Course[]} */
    this.courses = [];
    /** When the picture begins, in milliseconds. */
    this.start = 0;
  }

  render() {
    const now = Date.now();
    return html`${this.courses.map((course) => this.#line(course, now))}
      <div class="ends" aria-hidden="true"><span>${formatTime(this.start, {weekday: 'short', hour: '2-digit', minute: '2-digit'})}</span><span>${t('history.now')}</span></div>`;
  }

  /**
   * @param {Course} course
   * @param {number} now
   */
  #line(course, now) {
    const bands = bandsOf(course, now);
    const entity = store.home?.entities.find((each) => each.entity_id === course.entityId);
    const last = bands.at(-1)?.state ?? '';
    /** @param {string} state */
    const words = (state) => (entity ? stateWords(entity, {entity_id: course.entityId, state, attributes: {}}) : state);
    const scale = WIDTH / Math.max(1, now - this.start);
    return html`<div class="line">
      <div class="name">${store.nameOf(course.entityId)}<small>${last ? words(last) : t('history.nothing')}</small></div>
      <svg viewBox="0 0 ${WIDTH} 28" preserveAspectRatio="none" role="img"
        aria-label=${t('history.changes', {name: store.nameOf(course.entityId), count: Math.max(0, bands.length - 1)})}>
        ${bands.map((band) => svg`<rect class=${kindOf(band.state)} x=${(band.from - this.start) * scale} y="0"
          width=${Math.max(LEAST, (band.to - band.from) * scale)} height="28"><title>${words(band.state)}, ${formatTime(band.from)} – ${formatTime(band.to)}</title></rect>`)}
      </svg></div>`;
  }
}

/** @param {string} state */
function kindOf(state) {
  if (isNothing(state)) return 'nothing';
  return ACTIVE.has(state) ? 'active' : 'rest';
}

customElements.define('lares-bands', LaresBands);
