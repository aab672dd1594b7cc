/** The home: what matters now, then floors with their areas. */

import {LitElement, html, css, nothing, classMap} from '../lit.js';
import {icon} from '../icons.js';
import {base} from '../styles.js';
import {Following, store} from '../store.js';
import {isAlarming} from '../words.js';
import './lares-area.js';

/** @typedef {import('../types.js').Entity} Entity */
/** @typedef {import('../types.js').Area} Area */
/** @typedef {{area: Area, entities: Entity[]}} Room */

const COLUMN_PX = 350;
/** Rules have a list of their own; the others only say where somebody is, which their person tells. */
const UNSHOWN = new Set(['automation', 'zone', 'sun', 'device_tracker']);

/** How tall a row of each domain is, roughly, to spread areas over columns evenly. @type {Record<string, number>} */
const HEIGHTS = {light: 1.3, climate: 1.7, cover: 1.7, media_player: 1.5, todo: 4.5, calendar: 3.2, weather: 1.6, sensor: 0.5, binary_sensor: 0.5, number: 1.6};
const HEAD = 1.4;

class LaresHome extends LitElement {
  static properties = {columns: {state: true}, floor: {state: true}};

  static styles = [
    base,
    css`
      :host {
        padding: 0.2rem 1.25rem 2rem;
      }
      .glance {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-bottom: 0.9rem;
      }
      .fact {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.45rem 0.9rem 0.45rem 0.6rem;
        border-radius: 999px;
        background: var(--surface);
        border: 1px solid var(--line);
        font-size: 0.9rem;
      }
      .fact .icon {
        color: var(--ink-3);
      }
      .fact.warm .icon {
        color: var(--lit-ink);
      }
      .fact.good .icon {
        color: var(--good);
      }
      .fact.bad {
        background: var(--bad-soft);
        border-color: transparent;
        color: var(--bad);
        font-weight: 600;
      }
      .fact.bad .icon {
        color: inherit;
      }
      h2 {
        margin: 1.1rem 0 0.6rem 0.2rem;
        color: var(--ink-2);
        font-size: 0.95rem;
        font-weight: 600;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(var(--columns, 1), minmax(0, 1fr));
        gap: 1rem;
        align-items: start;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
        min-width: 0;
      }
      .floors.stale {
        filter: grayscale(0.7);
        opacity: 0.6;
        transition: opacity 0.3s;
      }
      .empty {
        display: grid;
        justify-items: center;
        gap: 0.4rem;
        padding: 22vh 1rem;
        color: var(--ink-2);
        text-align: center;
      }
      .empty .icon {
        width: 52px;
        height: 52px;
        color: var(--ink-3);
      }
      @media (max-width: 640px) {
        :host {
          padding: 0.2rem 0.75rem 1.5rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.columns = 1;
    this.floor = '';
    new Following(this);
    this.observer = new ResizeObserver(([entry]) => {
      this.columns = Math.max(1, Math.floor(entry.contentRect.width / COLUMN_PX));
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  /** Styles go through the CSSOM: the hub's content policy allows no style attributes. */
  updated() {
    this.style.setProperty('--columns', String(this.columns));
  }

  render() {
    const {home, connection} = store;
    if (home === null) return this.#empty(connection === 'offline' ? 'The hub cannot be reached' : 'Fetching your home…', '');
    const rooms = roomsOf(home);
    if (rooms.length === 0) return this.#empty('No devices yet', 'Devices appear here as soon as the broker announces them.');
    const floors = floorsOf(home, rooms);
    const online = connection === 'online';
    return html`<div class="floors ${online ? '' : 'stale'}" data-testid="home" aria-busy=${online ? 'false' : 'true'}>
        ${this.#glance(home.entities)}
        ${floors.map(([name, own]) => html`${floors.length > 1 || name ? html`<h2>${name || 'Elsewhere'}</h2>` : nothing}
          <div class="columns">
            ${spread(own, this.columns).map((column) => html`<div class="column">
              ${column.map((room) => html`<lares-area .area=${room.area} .entities=${room.entities}></lares-area>`)}
            </div>`)}
          </div>`)}
      </div>`;
  }

  /**
   * @param {string} title
   * @param {string} text
   */
  #empty(title, text) {
    return html`<div class="empty" role="status">${icon('home')}<strong>${title}</strong><span>${text}</span></div>`;
  }

  /** @param {Entity[]} entities */
  #glance(entities) {
    /** @param {string} domain @param {string} state */
    const count = (domain, state) =>
      entities.filter((e) => e.domain === domain && store.states.get(e.entity_id)?.state === state).length;
    const lights = count('light', 'on');
    const unlocked = entities.filter((e) => e.domain === 'lock' && ['unlocked', 'unlocking', 'open', 'jammed'].includes(store.states.get(e.entity_id)?.state ?? ''));
    const locks = count('lock', 'locked');
    const alarms = entities.filter((e) => isAlarming(e, store.states.get(e.entity_id)));
    const openings = entities.filter((e) => ['door', 'window', 'garage_door', 'opening'].includes(e.device_class ?? '')
      && e.domain === 'binary_sensor' && store.states.get(e.entity_id)?.state === 'on');
    const away = entities.filter((e) => store.states.get(e.entity_id)?.state === 'unavailable').length;
    return html`<div class="glance" role="group" aria-label="At a glance">
      ${alarms.map((e) => this.#fact('bell', e.name, 'bad'))}
      ${unlocked.map((e) => this.#fact('unlock', `${e.name} is unlocked`, 'bad'))}
      ${this.#fact('light', lights === 0 ? 'Lights off' : `${lights} ${lights === 1 ? 'light' : 'lights'} on`, lights ? 'warm' : '')}
      ${locks > 0 && unlocked.length === 0 ? this.#fact('lock', 'All locked', 'good') : nothing}
      ${openings.length > 0 ? this.#fact('window', openings.length === 1 ? `${openings[0].name} open` : `${openings.length} doors and windows open`, 'warm') : nothing}
      ${away > 0 ? this.#fact('gauge', `${away} unavailable`, '') : nothing}
    </div>`;
  }

  /**
   * @param {string} iconName
   * @param {string} text
   * @param {string} tone
   */
  #fact(iconName, text, tone) {
    return html`<span class=${classMap({fact: true, [tone || 'plain']: true})}>${icon(iconName)}${text}</span>`;
  }
}

/**
 * @param {import('../types.js').Home} home
 * @returns {Room[]}
 */
function roomsOf(home) {
  const shown = home.entities.filter((entity) => entity.enabled !== false && entity.entity_category !== 'config'
    // The list of rules has them.
    && !UNSHOWN.has(entity.domain));
  const areas = [...home.areas].sort((a, b) => a.name.localeCompare(b.name));
  const known = new Set(areas.map((area) => area.id));
  const rooms = areas.map((area) => ({area, entities: shown.filter((e) => e.area_id === area.id)}));
  const rest = shown.filter((entity) => entity.area_id === null || !known.has(entity.area_id));
  if (rest.length > 0) rooms.push({area: {id: 'none', name: 'No area', floor_id: null}, entities: rest});
  return rooms.filter((room) => room.entities.length > 0);
}

/**
 * @param {import('../types.js').Home} home
 * @param {Room[]} rooms
 * @returns {[string, Room[]][]}
 */
function floorsOf(home, rooms) {
  const floors = [...home.floors].sort((a, b) => a.level - b.level);
  const known = new Set(floors.map((floor) => floor.id));
  /** @type {[string, Room[]][]} */
  const grouped = floors.map((floor) => [floor.name, rooms.filter((room) => room.area.floor_id === floor.id)]);
  grouped.push(['', rooms.filter((room) => room.area.floor_id === null || !known.has(room.area.floor_id))]);
  return grouped.filter(([, own]) => own.length > 0);
}

/**
 * Spread rooms over columns, the tallest first and each to the shortest column so far. Heights are
 * guessed from what a room holds, not from states, so nothing jumps when a light goes on.
 *
 * @param {Room[]} rooms
 * @param {number} count
 */
function spread(rooms, count) {
  const columns = Array.from({length: count}, () => ({height: 0, rooms: /** @type {Room[]} */ ([])}));
  for (const room of [...rooms].sort((a, b) => heightOf(b) - heightOf(a))) {
    const column = columns.reduce((least, next) => (next.height < least.height ? next : least));
    column.rooms.push(room);
    column.height += heightOf(room);
  }
  return columns.map((column) => column.rooms);
}

/** @param {Room} room */
function heightOf(room) {
  return room.entities.reduce((sum, entity) => sum + (HEIGHTS[entity.domain] ?? 1), HEAD);
}

customElements.define('lares-home', LaresHome);
