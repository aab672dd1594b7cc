/** All devices of the home, by area: what each is, and how it is doing. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {entitiesOf, healthOf, kindOf} from '../device-health.js';
import {fields, sections} from '../form-styles.js';
import {icon, iconOf} from '../icons.js';
import {formatAgo, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Device} Device */

/** A battery below this is named in a colour. */
const LOW_PCT = 20;

class LaresDeviceList extends LitElement {
  static properties = {text: {state: true}};

  static styles = [
    base,
    sections,
    fields,
    css`
      a {
        display: flex;
        align-items: center;
        gap: 0.8rem;
        min-height: 48px;
        margin: -0.65rem -1rem;
        padding: 0.65rem 1rem;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--sunken);
      }
      .away .bubble {
        opacity: 0.6;
      }
      .away strong {
        color: var(--ink-2);
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0.3rem;
      }
      .find {
        max-width: 22rem;
      }
      h3 {
        margin-top: 0.5rem;
        color: var(--ink-2);
      }
      .seen {
        color: var(--ink-2);
        font-size: 0.8rem;
      }
      @media (max-width: 640px) {
        a {
          flex-wrap: wrap;
          row-gap: 0.2rem;
          margin: -0.6rem -0.75rem;
          padding: 0.6rem 0.75rem;
        }
        .tags {
          flex-basis: 100%;
          justify-content: flex-start;
          padding-left: calc(40px + 0.8rem);
        }
        .find {
          flex: 1 1 100%;
          max-width: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.text = '';
  }

  render() {
    const devices = store.home?.devices ?? [];
    const shown = devices.filter((device) => this.#matches(device));
    return html`<section aria-labelledby="all"><div class="head"><h2 id="all">${t('devices.all')} <span class="tag">${devices.length}</span></h2>
      ${devices.length > 0 ? html`<label class="find"><span class="visually-hidden">${t('devices.filter')}</span><input type="search"
        placeholder=${t('devices.filter')} .value=${this.text} data-testid="device-filter"
        @input=${(/** @type {InputEvent} */ event) => (this.text = /** @type {HTMLInputElement} */ (event.target).value)}></label>` : nothing}</div>
      ${devices.length === 0 ? html`<div class="empty">${icon('plug')}${t('devices.none')}</div>` : nothing}
      ${devices.length > 0 && shown.length === 0 ? html`<div class="empty" role="status">${t('devices.none_match', {text: this.text})}</div>` : nothing}
      ${byArea(shown).map(([name, own]) => html`<h3>${name}</h3><ul class="rows" aria-label=${name}>${own.map((device) => this.#device(device))}</ul>`)}
    </section>`;
  }

  /** @param {Device} device */
  #device(device) {
    const entities = entitiesOf(device.id);
    const health = healthOf(device, entities);
    const main = entities.find((entity) => !entity.entity_category) ?? entities[0];
    const via = device.via_device_id ? store.home?.devices.find((one) => one.id === device.via_device_id)?.name : undefined;
    const words = [kindOf(device), device.sw_version ? t('devices.firmware', {version: device.sw_version}) : '',
      via ? t('devices.via', {name: via}) : '', t('devices.entities', {count: entities.length})].filter(Boolean).join(' · ');
    return html`<li data-testid="device" data-name=${device.name}><a class=${health.isAway || health.isOff ? 'away' : ''} href=${linkTo('devices', device.id)} data-testid="device-${device.id}">
      <span class="bubble">${icon(main ? iconOf(main, undefined) : 'plug')}</span>
      <span class="who"><strong>${device.name}</strong><span class="quiet">${words}</span></span>
      <span class="tags">${tagsOf(health)}</span></a></li>`;
  }

  /** @param {Device} device */
  #matches(device) {
    const wanted = this.text.trim().toLocaleLowerCase();
    return [device.name, kindOf(device), store.areaName(device.area_id)].some((one) => one.toLocaleLowerCase().includes(wanted));
  }
}

/** @param {import('../device-health.js').DeviceHealth} health */
function tagsOf(health) {
  if (health.isOff) return html`<span class="tag">${t('devices.off')}</span>`;
  const seen = health.lastSeen ? t('devices.seen', {ago: formatAgo(health.lastSeen)}) : t('devices.never_seen');
  return html`${health.hasUpdate ? html`<span class="tag warn">${t('devices.update')}</span>` : nothing}
    ${health.batteryPct === null ? nothing : html`<span class="tag ${health.batteryPct < LOW_PCT ? 'bad' : ''}">${t('devices.battery', {percent: health.batteryPct})}</span>`}
    ${health.signal === null ? nothing : html`<span class="tag">${t('devices.signal', health.signal)}</span>`}
    ${health.isAway ? html`<span class="tag bad">${t('devices.unavailable')}</span>` : html`<span class="seen">${seen}</span>`}`;
}

/** @param {Device[]} devices @returns {[string, Device[]][]} */
function byArea(devices) {
  /** @type {Map<string, Device[]>} */
  const areas = new Map();
  for (const device of [...devices].sort((a, b) => a.name.localeCompare(b.name))) {
    const name = store.areaName(device.area_id);
    areas.set(name, [...(areas.get(name) ?? []), device]);
  }
  return [...areas].sort(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b))
    .map(([name, own]) => [name || t('devices.no_area'), own]);
}

customElements.define('lares-device-list', LaresDeviceList);
