/** History: numbers as lines, states as bands, for entities one picks and a span of time. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {formatNumber, t} from '../i18n.js';
import {SPANS, fetchCourses, isNumeric} from '../past.js';
import {linkTo, goTo} from '../router.js';
import {base, buttons, sheets} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-bands.js';
import '../elements/lares-chart.js';
import '../elements/lares-pick.js';

/** @typedef {import('../past.js').Course} Course */
/** @typedef {import('../types.js').Entity} Entity */

const AGAIN_MS = 60_000;
const MOST = 12;
const SHOWN_FIRST = 6;
const DAY = 24;

class LaresHistoryPage extends LitElement {
  static properties = {rest: {attribute: false}, courses: {state: true}, problem: {state: true}, isBusy: {state: true}};

  static styles = [
    base,
    buttons,
    sheets,
    css`
      .chosen {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
        margin: 0.6rem 0 1rem;
        padding: 0;
        list-style: none;
      }
      .sheet {
        margin-bottom: 1rem;
        padding: 1rem 1.1rem;
      }
    `,
  ];

  constructor() {
    super();
    /** The entities, joined by commas, and the span in hours. @type {string[]} */
    this.rest = [];
    /** @type {Course[]} */
    this.courses = [];
    this.problem = '';
    this.isBusy = false;
    this.asked = '';
    new Following(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => void this.#fetch(true), AGAIN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  get ids() {
    const [given = ''] = this.rest;
    return given === '' ? this.#usual() : given.split(',');
  }

  get hours() {
    const hours = Number(this.rest[1]);
    return SPANS.includes(hours) ? hours : DAY;
  }

  updated() {
    if (store.home !== null) void this.#fetch(false);
  }

  render() {
    if (store.home === null) return html`<p class="empty" role="status">${t('shell.loading')}</p>`;
    const {ids} = this;
    const start = Date.now() - this.hours * 3_600_000;
    const bands = this.courses.filter((course) => !isNumeric(course));
    return html`<header><h2>${t('nav.history')}</h2>
        <div class="choices" role="group" aria-label=${t('history.span')}>${SPANS.map((hours) => html`<button class="btn small" type="button"
          aria-pressed=${hours === this.hours} data-testid="span-${hours}" @click=${() => this.#go(ids, hours)}>${spanWords(hours)}</button>`)}</div>
      </header>
      <lares-pick .label=${t('history.add')} .without=${ids} @picked=${(/** @type {CustomEvent<string>} */ event) => this.#go([...ids, event.detail].slice(-MOST), this.hours)}></lares-pick>
      <ul class="chosen">${ids.map((id) => html`<li><button class="btn small" type="button" data-testid="drop-${id}"
        aria-label=${t('history.drop', {name: store.nameOf(id)})} @click=${() => this.#go(ids.filter((each) => each !== id), this.hours)}>${store.nameOf(id)} ${icon('cross')}</button></li>`)}</ul>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div aria-busy=${this.isBusy} data-testid="history">
        ${byUnit(this.courses.filter(isNumeric)).map(([unit, courses]) => html`<section class="sheet" aria-label=${unit || t('history.value')}><lares-chart .unit=${unit} .courses=${courses} .start=${start}></lares-chart></section>`)}
        ${bands.length > 0 ? html`<section class="sheet" aria-label=${t('history.states')}><lares-bands .courses=${bands} .start=${start}></lares-bands></section>` : nothing}
        ${this.courses.length === 0 && !this.isBusy ? html`<p class="empty">${t('history.pick')}</p>` : nothing}
      </div>`;
  }

  /** What one looks at if one did not say: what is warm, wet and locked. */
  #usual() {
    const wanted = (/** @type {Entity} */ entity) => entity.enabled !== false
      && (['temperature', 'humidity', 'power'].includes(entity.device_class ?? '') || ['climate', 'lock', 'person'].includes(entity.domain));
    return (store.home?.entities ?? []).filter(wanted).map((entity) => entity.entity_id).slice(0, SHOWN_FIRST);
  }

  /**
   * @param {string[]} ids
   * @param {number} hours
   */
  #go(ids, hours) {
    goTo('history', ids.join(','), String(hours));
  }

  /** @param {boolean} isAgain */
  async #fetch(isAgain) {
    const asked = linkTo('history', this.ids.join(','), String(this.hours));
    if (store.connection !== 'online' || (asked === this.asked && !isAgain)) return;
    this.asked = asked;
    this.isBusy = true;
    try {
      const entities = this.ids.map((id) => ({entity_id: id, unit: store.states.get(id)?.attributes.unit_of_measurement ?? ''}));
      const courses = entities.length > 0 ? await fetchCourses(store, entities, this.hours) : [];
      if (asked !== this.asked) return;
      this.courses = courses;
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    } finally {
      this.isBusy = false;
    }
  }
}

/**
 * @param {Course[]} courses
 * @returns {[string, Course[]][]}
 */
function byUnit(courses) {
  const units = [...new Set(courses.map((course) => course.unit))];
  return units.map((unit) => [unit, courses.filter((course) => course.unit === unit)]);
}

/** @param {number} hours */
function spanWords(hours) {
  return hours < 48
    ? t('history.hours', {count: hours, hours: formatNumber(hours)})
    : t('history.days', {count: hours / DAY, days: formatNumber(hours / DAY)});
}

customElements.define('lares-history-page', LaresHistoryPage);
