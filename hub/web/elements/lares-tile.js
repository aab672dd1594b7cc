/** One area at a glance: how warm it is, what is open there, and its most used controls. */

import {LitElement, html, css, nothing, classMap, repeat} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {isOpen, measuredIn} from '../house.js';
import {icon, iconOf} from '../icons.js';
import {formatNumber, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {isActive, isAlarming, isAvailable, nameIn, stateWords} from '../states.js';

/** @typedef {import('../types.js').Entity} Entity */

const MOST_QUICK = 4;
/** How often a tile is drawn that is out of sight, for those who read the page otherwise. */
const UNSEEN_MS = 1_000;
/** What a tile has controls for, the most used first. */
const QUICK = ['light', 'lock', 'cover', 'media_player', 'switch', 'fan', 'input_boolean', 'humidifier'];

class LaresTile extends LitElement {
  static properties = {area: {attribute: false}, entities: {attribute: false}};

  static styles = [
    base,
    buttons,
    css`
      :host {
        min-width: 0;
        content-visibility: auto;
        contain-intrinsic-size: auto 16rem auto 11.5rem;
      }
      section {
        display: grid;
        align-content: start;
        gap: 0.6rem;
        height: 100%;
        padding: 0.85rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .head {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 40px;
        padding-left: 0.2rem;
      }
      h3 {
        flex: 1;
        min-width: 0;
        font-size: 1.12rem;
        font-weight: 650;
        letter-spacing: -0.015em;
        overflow-wrap: anywhere;
      }
      h3 a {
        display: block;
        padding: 0.4rem 0;
        color: inherit;
        text-decoration: none;
      }
      h3 a:hover {
        color: var(--accent);
      }
      .air {
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .air strong {
        color: var(--ink);
        font-size: 1.2rem;
        font-weight: 400;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 0.8rem;
        margin: -0.35rem 0 0;
        padding: 0 0.2rem;
        color: var(--ink-2);
        font-size: 0.84rem;
        list-style: none;
      }
      .facts li {
        display: flex;
        align-items: center;
        gap: 0.3rem;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .facts .icon {
        width: 1.1em;
        height: 1.1em;
      }
      .facts .bad {
        color: var(--bad);
        font-weight: 600;
      }
      .quick {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 0.45rem;
      }
      .pill {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        width: 100%;
        min-height: 52px;
        height: 100%;
        padding: 0.3rem 0.6rem;
        border: 1px solid transparent;
        border-radius: 15px;
        background: var(--ground);
        text-align: left;
        transition: background 0.2s;
      }
      .pill:hover:not(:disabled) {
        border-color: var(--line);
      }
      .pill .icon {
        color: var(--ink-2);
      }
      .pill.active {
        background: var(--accent-soft);
      }
      .pill.active .icon {
        color: var(--accent);
      }
      .pill.light.active {
        background: var(--lit-soft);
      }
      .pill.light.active .icon {
        color: var(--lit-ink);
      }
      .pill.lock.active {
        background: var(--bad-soft);
      }
      .pill.lock.active .icon {
        color: var(--bad);
      }
      .pill.lock .icon {
        color: var(--good);
      }
      .pill.away {
        border: 1px dashed var(--ink-3);
        background: none;
        font-style: italic;
      }
      .pill span {
        min-width: 0;
        font-size: 0.87rem;
        line-height: 1.2;
      }
      .pill b {
        display: -webkit-box;
        -webkit-line-clamp: 2;
        -webkit-box-orient: vertical;
        overflow: hidden;
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .pill i {
        display: block;
        overflow: hidden;
        color: var(--ink-2);
        font-size: 0.78rem;
        font-style: inherit;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .pill i.pending {
        animation: breathe 0.7s ease-in-out infinite alternate;
      }
      .pill i.unconfirmed {
        color: var(--warn);
        white-space: normal;
      }
      .all {
        color: var(--ink-2);
        font-size: 0.84rem;
        text-decoration: none;
        padding: 0.2rem;
      }
      .all:hover {
        color: var(--accent);
      }
      @keyframes breathe {
        to {
          opacity: 0.4;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../types.js').Area} */
    this.area = {id: '', name: '', floor_id: null};
    /** @type {Entity[]} */
    this.entities = [];
    /** @type {string[]} */
    this.ids = [];
    /** @type {Entity[]} */
    this.quick = [];
    this.isUnseen = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    new FollowingEntities(this, () => this.ids);
    this.addEventListener('contentvisibilityautostatechange', (event) => this.#seen(/** @type {any} */ (event).skipped));
  }

  /** Of changes of states, a tile out of sight draws some together. @param {Map<PropertyKey, unknown>} changed */
  shouldUpdate(changed) {
    if (!this.isUnseen || changed.size > 0) return true;
    this.later ??= setTimeout(() => this.#seen(this.isUnseen), UNSEEN_MS);
    return false;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('entities')) return;
    this.ids = this.entities.map((entity) => entity.entity_id);
    this.quick = this.entities
      .filter((entity) => QUICK.includes(entity.domain) && !entity.entity_category)
      .sort((a, b) => QUICK.indexOf(a.domain) - QUICK.indexOf(b.domain))
      .slice(0, MOST_QUICK);
  }

  render() {
    const {id} = this.area;
    const name = this.area.name || t('home.nowhere');
    return html`<section aria-labelledby="name" data-testid="area-${id}">
      <div class="head"><h3 id="name"><a href=${linkTo('area', id)} data-testid="area-link-${id}">${name}</a></h3>${this.#air()}${this.#lights(name)}</div>
      ${this.#facts()}
      ${this.quick.length === 0
        ? html`<a class="all" href=${linkTo('area', id)}>${t('home.things', {count: this.entities.length})}</a>`
        : html`<div class="quick">${repeat(this.quick, (e) => e.entity_id, (e) => this.#pill(e))}</div>`}
    </section>`;
  }

  /** @param {boolean} isUnseen */
  #seen(isUnseen) {
    const {later} = this;
    clearTimeout(later);
    this.later = undefined;
    this.isUnseen = isUnseen;
    if (later !== undefined) this.requestUpdate('entities', null);
  }

  #air() {
    const [degrees, humidity] = [measuredIn(this.entities, 'temperature'), measuredIn(this.entities, 'humidity')];
    if (degrees === null && humidity === null) return nothing;
    return html`<div class="air">
      ${degrees === null ? nothing : html`<strong>${formatNumber(degrees, {maximumFractionDigits: 1})}°</strong>`}
      ${humidity === null ? nothing : html`<span>${formatNumber(humidity, {maximumFractionDigits: 0})} %</span>`}</div>`;
  }

  /** A switch for all lights of the area together. @param {string} area */
  #lights(area) {
    const lights = this.entities.filter((e) => e.domain === 'light' && isAvailable(store.states.get(e.entity_id)));
    if (lights.length < 2) return nothing;
    const on = lights.filter((e) => store.states.get(e.entity_id)?.state === 'on');
    const [which, action] = on.length > 0 ? [on, 'light.turn_off'] : [lights, 'light.turn_on'];
    const words = t(on.length > 0 ? 'home.all_off' : 'home.all_on', {area});
    return html`<button class="round" type="button" aria-label=${words} title=${words} data-testid="lights-${this.area.id}"
      @click=${() => which.forEach((e) => void store.controls.call(e.entity_id, action))}>${icon('light')}</button>`;
  }

  #facts() {
    const facts = this.entities.flatMap((entity) => {
      const state = store.states.get(entity.entity_id);
      if (state === undefined || this.quick.includes(entity)) return [];
      const bad = isAlarming(entity, state);
      return bad || isOpen(entity, state) ? [{entity, state, bad}] : [];
    });
    if (facts.length === 0) return nothing;
    return html`<ul class="facts">${facts.map(({entity, state, bad}) => html`<li class=${bad ? 'bad' : ''}>
      ${icon(iconOf(entity, state))}${nameIn(entity.name, this.area.name)}: ${stateWords(entity, state)}</li>`)}</ul>`;
  }

  /** @param {Entity} entity */
  #pill(entity) {
    const id = entity.entity_id;
    const state = store.states.get(id);
    const waiting = store.controls.waiting.get(id);
    const active = isActive(entity, state);
    const away = !isAvailable(state);
    const isLock = entity.domain === 'lock';
    return html`<div data-testid="entity-${id}"><button type="button" class=${classMap({pill: true, [entity.domain]: true, active, away})}
      aria-pressed=${active ? 'true' : 'false'} aria-busy=${waiting === 'pending' ? 'true' : 'false'} ?disabled=${away}
      data-testid="${isLock ? 'lock' : 'toggle'}-${id}" @click=${() => this.#flip(entity, active)}>
      ${icon(iconOf(entity, state))}<span><b>${nameIn(entity.name, this.area.name)}</b>
      <i class=${waiting ?? ''} data-testid="state-${id}" data-state=${state?.state ?? ''}>${waiting === 'unconfirmed' ? t('state.unconfirmed') : stateWords(entity, state)}</i></span>
    </button></div>`;
  }

  /** @param {Entity} entity @param {boolean} active */
  #flip(entity, active) {
    /** @type {Record<string, [string, string]>} */
    const words = {lock: ['lock', 'unlock'], cover: ['close_cover', 'open_cover'], media_player: ['media_pause', 'media_play']};
    const [whenActive, otherwise] = words[entity.domain] ?? ['turn_off', 'turn_on'];
    const off = entity.domain === 'media_player' && store.states.get(entity.entity_id)?.state === 'off';
    void store.controls.call(entity.entity_id, `${entity.domain}.${active ? whenActive : off ? 'turn_on' : otherwise}`);
  }
}

customElements.define('lares-tile', LaresTile);
