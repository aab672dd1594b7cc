/** All there is to know about one entity: its card, its past, why it is as it is, its attributes, its names. */

import {LitElement, html, css, nothing} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {cardOf} from '../cards.js';
import {grid} from '../grid-styles.js';
import {NOWHERE} from '../house.js';
import {icon} from '../icons.js';
import {formatAgo, formatTime, t} from '../i18n.js';
import {PAGES} from '../pages.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-because.js';
import './lares-entity-form.js';
import './lares-spark.js';

/** @typedef {import('../types.js').Entity} Entity */
/** @typedef {import('../types.js').State} State */

const ADULTS = ['owner', 'adult'];
/** Said elsewhere, or as good as a key. */
const HIDDEN = new Set(['friendly_name', 'access_token', 'entity_picture', 'icon']);

class LaresDetail extends LitElement {
  static properties = {entityId: {attribute: false}};

  static styles = [
    base,
    buttons,
    grid,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(330px, 100%), 1fr));
        gap: 1rem;
        align-items: start;
      }
      .column {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1rem;
      }
      .box {
        padding: 0.9rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
        min-width: 0;
      }
      h3 {
        margin-bottom: 0.5rem;
        font-size: 1rem;
        font-weight: 620;
      }
      lares-spark {
        height: 90px;
        margin: 0.4rem 0;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(7rem, 5fr) 6fr;
        gap: 0.35rem 1rem;
        margin: 0;
        font-size: 0.9rem;
      }
      dt {
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .link {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        min-height: 40px;
        color: var(--accent);
        font-weight: 550;
        text-decoration: none;
      }
      .link:hover {
        text-decoration: underline;
      }
    `,
  ];

  constructor() {
    super();
    this.entityId = '';
    new FollowingEntities(this, () => [this.entityId]);
  }

  render() {
    const entity = store.home?.entities.find((each) => each.entity_id === this.entityId);
    if (entity === undefined) {
      const words = store.home !== null ? t('entity.none', {id: this.entityId}) : store.connection === 'offline' ? t('home.unreachable') : t('home.fetching');
      return html`<div class="empty" role="status" data-testid="no-entity">${icon('question')}<strong>${words}</strong><a href=${linkTo('home')}>${t('home.back')}</a></div>`;
    }
    const state = store.states.get(this.entityId);
    const area = entity.area_id ?? NOWHERE;
    return html`<div class=${store.connection === 'online' ? '' : 'stale'} data-testid="detail-${this.entityId}">
      <div class="title"><a class="back" href=${linkTo('area', area)} aria-label=${t('entity.back', {area: store.areaName(entity.area_id) || t('home.nowhere')})}
        data-testid="back">${icon('back')}</a><h2>${entity.name}</h2></div>
      <div class="columns">
        <div class="column">${cardOf(entity)} ${store.people.me?.role === 'guest' ? nothing : html`${this.#past(entity, state)}
          <lares-because .entityId=${this.entityId} .since=${state?.last_changed ?? ''}></lares-because>`}</div>
        <div class="column">${this.#facts(entity, state)} ${this.#attributes(state)}
          ${ADULTS.includes(store.people.me?.role ?? '') ? html`<lares-entity-form .entity=${entity}></lares-entity-form>` : nothing}</div>
      </div></div>`;
  }

  /** @param {Entity} entity @param {State | undefined} state */
  #past(entity, state) {
    const value = state === undefined || state.state === '' ? NaN : Number(state.state);
    const isNumber = !Number.isNaN(value) && ['sensor', 'number', 'input_number', 'counter'].includes(entity.domain);
    const hasPage = PAGES.some((page) => page.id === 'history');
    if (!isNumber && !hasPage) return nothing;
    return html`<section class="box" aria-labelledby="past"><h3 id="past">${t('entity.past')}</h3>
      ${isNumber ? html`<lares-spark .entityId=${entity.entity_id} .now=${value}></lares-spark>` : nothing}
      ${hasPage ? html`<a class="link" href=${linkTo('history', entity.entity_id)} data-testid="history-link">${icon('clock')}${t('entity.history')}</a>` : nothing}</section>`;
  }

  /** @param {Entity} entity @param {State | undefined} state */
  #facts(entity, state) {
    const device = store.home?.devices?.find((each) => each.id === entity.device_id);
    /** @type {[string, unknown][]} */
    const facts = [
      [t('entity.changed'), state?.last_changed ? moment(state.last_changed) : '–'],
      [t('entity.reported'), state?.last_reported ?? state?.last_updated ? moment(state?.last_reported ?? state?.last_updated ?? '') : '–'],
      [t('entity.area'), store.areaName(entity.area_id) || t('home.nowhere')],
      ...(device ? [/** @type {[string, unknown]} */ ([t('entity.device'), this.#device(device)])] : []),
      [t('entity.id'), entity.entity_id],
      ...(entity.integration ? [/** @type {[string, unknown]} */ ([t('entity.integration'), entity.integration])] : []),
    ];
    return html`<section class="box" aria-labelledby="facts"><h3 id="facts">${t('entity.facts')}</h3>
      <dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
  }

  /** @param {import('../types.js').Device} device */
  #device(device) {
    const words = [device.name, device.manufacturer, device.model].filter(Boolean).join(' · ');
    return PAGES.some((page) => page.id === 'devices') ? html`<a class="link" href=${linkTo('devices', device.id)}>${words}</a>` : words;
  }

  /** @param {State | undefined} state */
  #attributes(state) {
    const told = Object.entries(state?.attributes ?? {}).filter(([name]) => !HIDDEN.has(name));
    return html`<section class="box" aria-labelledby="attributes"><h3 id="attributes">${t('entity.attributes')}</h3>
      ${told.length === 0 ? t('entity.no_attributes')
        : html`<dl data-testid="attributes">${told.map(([name, value]) => html`<dt>${name}</dt><dd>${shown(value)}</dd>`)}</dl>`}</section>`;
  }
}

/** @param {string} iso */
function moment(iso) {
  return html`<time datetime=${iso} title=${formatTime(iso, {dateStyle: 'medium', timeStyle: 'medium'})}>${formatAgo(iso)}</time>`;
}

/** @param {unknown} value */
function shown(value) {
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ') || '–';
  if (value === null || value === undefined || value === '') return '–';
  return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}

customElements.define('lares-detail', LaresDetail);
