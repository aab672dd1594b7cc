/** One area: its cards by kind, what its sensors read, and its settings out of the way. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {PARTS, cardOf, heightOf, inOrder, partOf} from '../cards.js';
import {Columns} from '../columns.js';
import {grid} from '../grid-styles.js';
import {NOWHERE, measuredIn, roomsOf} from '../house.js';
import {icon} from '../icons.js';
import {formatNumber, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Entity} Entity */
/** @typedef {{part: string, entities: Entity[]}} Part */

/** Parts that may be long, and are small. */
const SMALL = new Set(['readings', 'settings']);

class LaresArea extends LitElement {
  static properties = {areaId: {attribute: false}};

  static styles = [
    base,
    grid,
    css`
      summary {
        display: inline-flex;
        align-items: center;
        min-height: 44px;
        margin-top: 0.8rem;
        padding: 0 0.4rem;
        border-radius: var(--radius-s);
        color: var(--ink-2);
        font-weight: 600;
        cursor: pointer;
      }
      .stack {
        flex: 1 1 0;
        min-width: 0;
      }
      details .cards {
        margin-top: 0.4rem;
      }
    `,
  ];

  constructor() {
    super();
    this.columns = new Columns(this);
    this.areaId = '';
    new FollowingEntities(this, () => this.#measuring());
  }

  get room() {
    return store.home === null ? undefined : roomsOf(store.home).find((room) => room.area.id === this.areaId);
  }

  render() {
    const {room} = this;
    if (room === undefined) {
      const words = store.home !== null ? t('area.none') : store.connection === 'offline' ? t('home.unreachable') : t('home.fetching');
      return html`<div class="empty" role="status" data-testid="no-area">${icon('home')}<strong>${words}</strong>
        <a href=${linkTo('home')}>${t('home.back')}</a></div>`;
    }
    const name = room.area.id === NOWHERE ? t('home.nowhere') : room.area.name;
    const parts = PARTS.map(([part]) => ({part, entities: room.entities.filter((entity) => partOf(entity) === part).sort(inOrder)}))
      .filter(({entities}) => entities.length > 0);
    const [large, small] = [parts.filter(({part}) => !SMALL.has(part)), parts.filter(({part}) => SMALL.has(part))];
    return html`<div class=${store.connection === 'online' ? '' : 'stale'} data-testid="area-${room.area.id}">
      <div class="title"><a class="back" href=${linkTo('home')} aria-label=${t('home.back')} data-testid="back">${icon('back')}</a>
        <h2>${name}</h2>${this.#air(room.entities)}</div>
      ${room.entities.length === 0 ? html`<div class="empty" role="status">${icon('home')}<strong>${t('area.empty')}</strong></div>` : nothing}
      ${this.#large(large, room.area.name)}
      ${small.map(({part, entities}) => this.#small(part, entities, room.area.name))}
    </div>`;
  }

  /**
   * Parts stand side by side where there are enough of them, else the cards of each do.
   *
   * @param {Part[]} parts
   * @param {string} place
   */
  #large(parts, place) {
    const one = (/** @type {Part} */ part, /** @type {unknown} */ cards) => html`<section aria-labelledby="part-${part.part}">
      <h2 id="part-${part.part}">${t(`area.${part.part}`)}</h2>${cards}</section>`;
    if (parts.length < this.columns.count) {
      return parts.map((part) => one(part, html`<div class="cards">${this.columns.deal(part.entities).map((column) => html`<div class="column">${this.#cards(column, place)}</div>`)}</div>`));
    }
    return html`<div class="cards">${this.columns.spread(parts, ({entities}) => heightOf(entities)).map((column) => html`<div class="stack">
      ${repeat(column, ({part}) => part, (part) => one(part, html`<div class="column">${this.#cards(part.entities, place)}</div>`))}</div>`)}</div>`;
  }

  /**
   * @param {string} part
   * @param {Entity[]} entities
   * @param {string} place
   */
  #small(part, entities, place) {
    const cards = html`<div class="cards small">${this.#cards(entities, place)}</div>`;
    if (part !== 'settings') return html`<section aria-labelledby="part-${part}"><h2 id="part-${part}">${t(`area.${part}`)}</h2>${cards}</section>`;
    return html`<details data-testid="settings"><summary>${t('area.settings')} (${entities.length})</summary>${cards}</details>`;
  }

  /**
   * @param {Entity[]} entities
   * @param {string} place
   */
  #cards(entities, place) {
    return repeat(entities, (e) => e.entity_id, (e) => cardOf(e, place));
  }

  /** @param {Entity[]} entities */
  #air(entities) {
    const [degrees, humidity] = [measuredIn(entities, 'temperature'), measuredIn(entities, 'humidity')];
    const words = [
      ...(degrees === null ? [] : [`${formatNumber(degrees, {maximumFractionDigits: 1})}°`]),
      ...(humidity === null ? [] : [`${formatNumber(humidity, {maximumFractionDigits: 0})} %`]),
    ];
    return words.length === 0 ? nothing : html`<span class="air">${words.join(' · ')}</span>`;
  }

  /** Whose change changes the heading; the cards follow by themselves. */
  #measuring() {
    const entities = this.room?.entities ?? [];
    return entities
      .filter((e) => e.domain === 'climate' || e.device_class === 'temperature' || e.device_class === 'humidity')
      .map((e) => e.entity_id);
  }
}

customElements.define('lares-area', LaresArea);
