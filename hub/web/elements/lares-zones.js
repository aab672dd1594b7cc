/** Zones: a map to look at and to change, and the same values in a form. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {formatNumber, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-zone-map.js';

/** @typedef {{id: string, name: string, latitude: number, longitude: number, radius: number, passive: boolean, editable: boolean}} Zone */

const HOME = 'zone.home';
/** The id of a zone that is not kept yet. */
const FRESH = 'zone.';
const FRESH_RADIUS_M = 100;

class LaresZones extends LitElement {
  static properties = {draft: {state: true}, chosen: {state: true}, isLeaving: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      .zones {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.chosen = '';
    /** The zone that is chosen, as somebody has changed it. @type {Zone | null} */
    this.draft = null;
    this.isLeaving = false;
  }

  render() {
    const kept = zonesKept();
    const home = kept.find((zone) => zone.id === HOME);
    if (home === undefined) return nothing;
    const {draft} = this;
    // The order stays while a zone is changed: what has the focus keeps it.
    const zones = kept.map((zone) => (zone.id === draft?.id ? draft : zone));
    if (draft?.id === FRESH) zones.push(draft);
    const chosen = zones.find((zone) => zone.id === this.chosen) ?? home;
    return html`<section aria-labelledby="zones"><div class="head"><h2 id="zones">${t('zones.title')}</h2>
        <button class="btn" type="button" data-testid="zone-add" @click=${() => this.#begin(home)}>${icon('plus')}${t('zones.add')}</button></div>
      <p class="lead">${t('zones.lead')} ${t('zones.map_help')}</p>
      <lares-zone-map .home=${home} .zones=${zones} .people=${peopleSeen()} .chosen=${this.chosen}
        @chosen=${(/** @type {CustomEvent<string>} */ event) => this.#choose(event.detail)}
        @moved=${(/** @type {CustomEvent<object>} */ event) => (this.draft = {...chosen, ...event.detail})}></lares-zone-map>
      <div class="zones">${zones.map((zone) => html`<button class="btn small ${zone.id === this.chosen ? 'primary' : ''}" type="button" data-testid="zone-choice"
        aria-pressed=${zone.id === this.chosen} @click=${() => this.#choose(zone.id)}>${zone.name || t('zones.add')}</button>`)}</div>
      ${this.#chosenZone(zones)}</section>`;
  }

  /** @param {Zone[]} zones */
  #chosenZone(zones) {
    const zone = zones.find((one) => one.id === this.chosen);
    if (zone === undefined) return nothing;
    const count = Number(store.states.get(zone.id)?.state ?? 0);
    if (!zone.editable) {
      return html`<div class="panel" data-testid="zone-fixed"><strong>${zone.name}</strong><p class="quiet">${t('zones.here', {count})} · ${formatNumber(zone.latitude, {maximumFractionDigits: 5})},
        ${formatNumber(zone.longitude, {maximumFractionDigits: 5})} · ${t('zones.metres', {value: formatNumber(zone.radius)})}</p><p>${t('zones.of_file')}</p></div>`;
    }
    return html`<form class="panel" data-testid="zone-form" @submit=${(/** @type {SubmitEvent} */ event) => void this.#save(event, zone)}
      @input=${(/** @type {InputEvent} */ event) => this.#typed(event, zone)}>
      <label>${t('zones.name')}<input name="name" required maxlength="100" .value=${zone.name} autocomplete="off" data-testid="zone-name"></label>
      ${number('radius', t('zones.radius'), zone.radius, 1, 20_000_000, '1')}
      ${number('latitude', t('zones.latitude'), zone.latitude, -90, 90, 'any')}
      ${number('longitude', t('zones.longitude'), zone.longitude, -180, 180, 'any')}
      <label class="check whole"><input type="checkbox" name="passive" .checked=${zone.passive} data-testid="zone-passive">${t('zones.passive')}</label>
      ${this.draft ? html`<p class="hint whole" role="status" data-testid="zone-unsaved">${t('zones.unsaved')}</p>` : html`<p class="hint whole">${t('zones.here', {count})}</p>`}
      <div class="choices"><button class="btn primary" type="submit" data-testid="zone-save">${t('zones.save')}</button>
        <button class="btn" type="button" data-testid="zone-cancel" @click=${() => this.#choose('')}>${t('zones.cancel')}</button>
        ${zone.id === FRESH ? nothing : html`<button class="btn danger" type="button" data-testid="zone-delete" @click=${() => this.#delete(zone)}>
          ${this.isLeaving ? t('zones.delete_sure', {name: zone.name}) : t('zones.delete')}</button>`}</div></form>`;
  }

  /** @param {string} id */
  #choose(id) {
    this.chosen = id;
    this.draft = null;
    this.isLeaving = false;
  }

  /** Begin a new zone beside the home. @param {Zone} home */
  #begin(home) {
    this.#choose(FRESH);
    this.draft = {id: FRESH, name: '', latitude: home.latitude, longitude: home.longitude, radius: FRESH_RADIUS_M, passive: false, editable: true};
  }

  /**
   * @param {InputEvent} event
   * @param {Zone} zone
   */
  #typed(event, zone) {
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    if (form.checkValidity() || /** @type {HTMLInputElement} */ (event.target).name === 'name') this.draft = {...zone, ...said(form, zone)};
  }

  /**
   * @param {SubmitEvent} event
   * @param {Zone} zone
   */
  async #save(event, zone) {
    event.preventDefault();
    const body = said(/** @type {HTMLFormElement} */ (event.target), zone);
    const isFresh = zone.id === FRESH;
    try {
      const {entity_id: id} = isFresh
        ? await store.api.post('lares/zones', body) : await store.api.put(`lares/zones/${encodeURIComponent(zone.id.slice(FRESH.length))}`, body);
      store.say(t('zones.saved', {name: body.name}));
      this.#choose(id);
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  /** Delete at the second click. @param {Zone} zone */
  async #delete(zone) {
    if (!this.isLeaving) {
      this.isLeaving = true;
      return;
    }
    try {
      await store.api.delete(`lares/zones/${encodeURIComponent(zone.id.slice(FRESH.length))}`);
      this.#choose('');
      store.say(t('zones.deleted', {name: zone.name}));
    } catch (error) {
      store.say(store.complaint(error));
    }
  }
}

/** Large ones first, so that small ones lie on top. @returns {Zone[]} */
function zonesKept() {
  return [...store.states.values()].filter((state) => state.entity_id.startsWith(FRESH)).map(({entity_id: id, attributes}) => ({
    id,
    name: attributes.friendly_name ?? id,
    latitude: rounded(attributes.latitude),
    longitude: rounded(attributes.longitude),
    radius: Number(attributes.radius),
    passive: attributes.passive === true,
    editable: attributes.editable === true,
  })).sort((a, b) => b.radius - a.radius || a.id.localeCompare(b.id));
}

/** A tenth of a metre is enough. @param {any} degrees */
function rounded(degrees) {
  return Math.round(Number(degrees) * 1e6) / 1e6;
}

function peopleSeen() {
  return [...store.states.values()]
    .filter(({entity_id: id, attributes}) => id.startsWith('person.') && typeof attributes.latitude === 'number')
    .map(({entity_id: id, attributes}) => ({id, name: store.nameOf(id), latitude: attributes.latitude, longitude: attributes.longitude}));
}

/**
 * @param {string} name
 * @param {string} label
 * @param {number} value
 * @param {number} least
 * @param {number} most
 * @param {string} step
 */
function number(name, label, value, least, most, step) {
  return html`<label>${label}<input name=${name} type="number" required min=${least} max=${most} step=${step} .value=${String(value)} data-testid="zone-${name}"></label>`;
}

/**
 * @param {HTMLFormElement} form
 * @param {Zone} zone
 */
function said(form, zone) {
  const data = new FormData(form);
  const [latitude, longitude, radius] = ['latitude', 'longitude', 'radius'].map((key) => Number(data.get(key)));
  return {name: String(data.get('name') ?? zone.name).trim(), latitude, longitude, radius, passive: data.has('passive')};
}

customElements.define('lares-zones', LaresZones);
