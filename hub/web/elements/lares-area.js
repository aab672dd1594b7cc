/** One area: its cards, and below them what its sensors read. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {base} from '../styles.js';
import {Following, store} from '../store.js';
import {isAvailable} from '../words.js';
import './lares-calendar.js';
import './lares-climate.js';
import './lares-control.js';
import './lares-cover.js';
import './lares-light.js';
import './lares-lock.js';
import './lares-media.js';
import './lares-reading.js';
import './lares-slider.js';
import './lares-switch.js';
import './lares-todo.js';
import './lares-toggle.js';
import './lares-vacuum.js';
import './lares-weather.js';

/** @typedef {import('../types.js').Entity} Entity */

const ORDER = ['weather', 'light', 'lock', 'climate', 'cover', 'media_player', 'fan', 'switch', 'vacuum', 'valve', 'number', 'select', 'button', 'calendar', 'todo'];
const READINGS = new Set(['sensor', 'binary_sensor']);

class LaresArea extends LitElement {
  static properties = {area: {attribute: false}, entities: {attribute: false}};

  static styles = [
    base,
    css`
      section {
        padding: 0.35rem 0 0.5rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .head {
        display: flex;
        align-items: baseline;
        gap: 0.6rem;
        padding: 0.6rem 1rem 0.35rem;
      }
      h3 {
        font-size: 1.1rem;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      .summary {
        margin-left: auto;
        color: var(--ink-2);
        font-size: 0.87rem;
        white-space: nowrap;
      }
      .cards > * + * {
        border-top: 1px solid color-mix(in srgb, var(--line) 60%, transparent);
      }
      .readings {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(135px, 1fr));
        gap: 0.45rem;
        padding: 0.55rem 0.75rem 0.3rem;
      }
      .cards + .readings {
        margin-top: 0.2rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../types.js').Area} */
    this.area = {id: '', name: '', floor_id: null};
    /** @type {Entity[]} */
    this.entities = [];
    new Following(this);
  }

  render() {
    const readings = this.entities.filter((entity) => READINGS.has(entity.domain));
    const cards = this.entities
      .filter((entity) => !READINGS.has(entity.domain))
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    const id = `area-${this.area.id}`;
    return html`<section aria-labelledby=${id} data-testid=${id}>
      <div class="head"><h3 id=${id}>${this.area.name}</h3><span class="summary">${this.#summary()}</span></div>
      ${cards.length > 0 ? html`<div class="cards">${repeat(cards, (e) => e.entity_id, (e) => this.#card(e))}</div>` : nothing}
      ${readings.length > 0 ? html`<div class="readings">${repeat(readings, (e) => e.entity_id, (e) => this.#card(e))}</div>` : nothing}
    </section>`;
  }

  #summary() {
    const on = this.entities.filter((e) => e.domain === 'light' && store.states.get(e.entity_id)?.state === 'on').length;
    const words = on > 0 ? [`${on} ${on === 1 ? 'light' : 'lights'} on`] : [];
    const warm = this.#temperature();
    if (warm !== null) words.unshift(`${warm}°`);
    return words.join(' · ');
  }

  #temperature() {
    /** @type {number | null} */
    let found = null;
    for (const entity of this.entities) {
      const state = store.states.get(entity.entity_id);
      if (!isAvailable(state) || state === undefined) continue;
      if (entity.domain === 'climate') return state.attributes.current_temperature ?? null;
      if (entity.device_class === 'temperature' && entity.domain === 'sensor') found ??= Math.round(Number(state.state) * 10) / 10;
    }
    return Number.isNaN(found) ? null : found;
  }

  /** @param {Entity} entity */
  #card(entity) {
    const id = entity.entity_id;
    const state = store.states.get(id);
    const waiting = store.waiting.get(id);
    const testid = `entity-${id}`;
    switch (entity.domain) {
      case 'light':
        return html`<lares-light data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-light>`;
      case 'switch':
      case 'fan':
        return html`<lares-switch data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-switch>`;
      case 'cover':
      case 'valve':
        return html`<lares-cover data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-cover>`;
      case 'lock':
        return html`<lares-lock data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-lock>`;
      case 'climate':
        return html`<lares-climate data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-climate>`;
      case 'media_player':
        return html`<lares-media data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-media>`;
      case 'vacuum':
        return html`<lares-vacuum data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-vacuum>`;
      case 'number':
      case 'select':
      case 'button':
        return html`<lares-control data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-control>`;
      case 'todo':
        return html`<lares-todo data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-todo>`;
      case 'weather':
        return html`<lares-weather data-testid=${testid} .entity=${entity} .state=${state}></lares-weather>`;
      case 'calendar':
        return html`<lares-calendar data-testid=${testid} .entity=${entity} .state=${state} .waiting=${waiting}></lares-calendar>`;
      default:
        return html`<lares-reading data-testid=${testid} .entity=${entity} .state=${state}></lares-reading>`;
    }
  }
}

/** @param {Entity} entity */
function rank(entity) {
  const at = ORDER.indexOf(entity.domain);
  return at < 0 ? ORDER.length : at;
}

customElements.define('lares-area', LaresArea);
