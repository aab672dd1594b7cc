/** The home: what matters now, what somebody starred, then floors with their areas. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {Columns} from '../columns.js';
import {grid} from '../grid-styles.js';
import {floorsOf} from '../house.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import './lares-glance.js';
import './lares-now.js';
import './lares-tile.js';

/** @typedef {import('../types.js').Entity} Entity */

/** Tiles of the first frame, and of each after it: a large home fills up from the top. */
const TILES_A_FRAME = 12;

class LaresHome extends LitElement {
  static properties = {tiles: {state: true}, cards: {state: true}};

  static styles = [
    base,
    grid,
    css`
      lares-now {
        margin-bottom: 0.9rem;
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
        gap: 0.9rem;
      }
      .coming {
        min-height: 62px;
        padding: 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink-2);
      }
      .hint {
        margin: 1rem 0.2rem 0;
        color: var(--ink-2);
        font-size: 0.87rem;
      }
    `,
  ];

  constructor() {
    super();
    this.columns = new Columns(this);
    this.tiles = TILES_A_FRAME;
    /** What draws favourites; loaded for those who have some. @type {typeof import('../cards.js') | null} */
    this.cards = null;
    /** What a home's floors are; found once for each home. @type {{home: object | null, floors: ReturnType<typeof floorsOf>}} */
    this.laid = {home: null, floors: []};
    // Its parts follow what they show; the home itself changes when things come and go.
    new FollowingEntities(this, () => []);
  }

  render() {
    const {home, connection} = store;
    if (home === null) return this.#empty(connection === 'offline' ? t('home.unreachable') : t('home.fetching'), '');
    if (this.laid.home !== home) this.laid = {home, floors: floorsOf(home)};
    const {floors} = this.laid;
    if (floors.length === 0) return this.#empty(t('home.no_devices'), t('home.no_devices_long'));
    const online = connection === 'online';
    let room = this.tiles;
    const shown = floors.map(([name, rooms]) => {
      const own = rooms.slice(0, Math.max(0, room));
      room -= rooms.length;
      return /** @type {const} */ ([name, own]);
    });
    if (room < 0) requestAnimationFrame(() => (this.tiles += TILES_A_FRAME));
    return html`<div class=${online ? '' : 'stale'} data-testid="home" aria-busy=${online ? 'false' : 'true'}>
        <lares-now></lares-now>
        <lares-glance></lares-glance>
        ${this.#favourites(home.entities)}
        ${shown.map(([name, rooms]) => (rooms.length === 0 ? nothing : html`<h2>${name || t(floors.length > 1 ? 'home.elsewhere' : 'home.areas')}</h2>
          <div class="tiles">${repeat(rooms, ({area}) => area.id, ({area, entities}) => html`<lares-tile .area=${area} .entities=${entities}></lares-tile>`)}</div>`))}
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
  #favourites(entities) {
    const starred = store.favourites.ids.flatMap((id) => entities.find((entity) => entity.entity_id === id) ?? []);
    if (starred.length === 0) return html`<p class="hint">${t('home.no_favourites')}</p>`;
    const {cards} = this;
    if (cards === null) void this.#loadCards();
    return html`<h2>${t('home.favourites')}</h2>
      <div class="cards" data-testid="favourites" aria-busy=${cards === null ? 'true' : 'false'}>${this.columns.deal(starred).map((column) => html`<div class="column">${
        repeat(column, (entity) => entity.entity_id, (entity) => cards?.cardOf(entity) ?? html`<div class="coming">${entity.name}</div>`)}</div>`)}</div>`;
  }

  async #loadCards() {
    try {
      this.cards = await import('../cards.js');
    } catch (error) {
      console.warn(error);
    }
  }
}

customElements.define('lares-home', LaresHome);
