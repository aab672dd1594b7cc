/** Areas and floors: made, named, moved, ordered and deleted. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {changingPlaces} from '../places.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Area} Area */
/** @typedef {import('../types.js').Floor} Floor */

class LaresPlaces extends LitElement {
  static properties = {leaving: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
      form > input {
        flex: 2 1 9rem;
      }
      form > select {
        flex: 1 1 8rem;
      }
      form > input[type='number'] {
        flex: 0 1 5rem;
      }
      .tag {
        flex: none;
      }
      li .choices {
        margin-top: 0.5rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** What somebody is about to delete: "areas/kitchen". */
    this.leaving = '';
  }

  render() {
    const areas = [...(store.home?.areas ?? [])].sort((a, b) => a.name.localeCompare(b.name));
    const floors = [...(store.home?.floors ?? [])].sort((a, b) => a.level - b.level);
    return html`<details class="panel" data-testid="places"><summary>${t('places.title')}</summary><p class="lead">${t('places.lead')}</p>
      <h3>${t('places.areas')}</h3>
      ${areas.length === 0 ? html`<div class="empty">${t('places.none')}</div>` : html`<ul class="rows">${areas.map((area) => this.#area(area, floors))}</ul>`}
      <form data-testid="add-area" @submit=${(/** @type {SubmitEvent} */ event) => void this.#add(event, 'areas')}>
        <input name="name" required maxlength="100" placeholder=${t('places.add_area')} aria-label=${t('places.add_area')} autocomplete="off" data-testid="area-new-name">
        ${floors.length > 0 ? floorChoice(floors, null, t('places.floor')) : nothing}
        <button class="btn" type="submit" data-testid="area-add">${icon('plus')}${t('places.add')}</button></form>
      <h3>${t('places.floors')}</h3><p class="quiet">${t('places.level_hint')}</p>
      ${floors.length === 0 ? nothing : html`<ul class="rows">${floors.map((floor) => this.#floor(floor))}</ul>`}
      <form data-testid="add-floor" @submit=${(/** @type {SubmitEvent} */ event) => void this.#add(event, 'floors')}>
        <input name="name" required maxlength="100" placeholder=${t('places.add_floor')} aria-label=${t('places.add_floor')} autocomplete="off" data-testid="floor-new-name">
        <input name="level" type="number" step="1" min="-100" max="1000" value=${(floors.at(-1)?.level ?? -1) + 1} aria-label=${t('places.level')} data-testid="floor-new-level">
        <button class="btn" type="submit" data-testid="floor-add">${icon('plus')}${t('places.add')}</button></form>
    </details>`;
  }

  /**
   * @param {Area} area
   * @param {Floor[]} floors
   */
  #area(area, floors) {
    const count = (store.home?.devices ?? []).filter((device) => device.area_id === area.id).length;
    return html`<li data-testid="place-area" data-name=${area.name}><form @submit=${(/** @type {SubmitEvent} */ event) => void this.#change(event, `areas/${area.id}`)}>
      <input name="name" required maxlength="100" .value=${area.name} aria-label=${t('places.name_of', {name: area.name})} autocomplete="off" data-testid="area-name">
      ${floors.length > 0 ? floorChoice(floors, area.floor_id, t('places.floor_of', {name: area.name})) : nothing}
      <span class="tag">${t('places.devices', {count})}</span>${this.#buttons(area.name, `areas/${area.id}`)}</form>${this.#sure(area.name, `areas/${area.id}`)}</li>`;
  }

  /** @param {Floor} floor */
  #floor(floor) {
    return html`<li data-testid="place-floor" data-name=${floor.name}><form @submit=${(/** @type {SubmitEvent} */ event) => void this.#change(event, `floors/${floor.id}`)}>
      <input name="name" required maxlength="100" .value=${floor.name} aria-label=${t('places.name_of', {name: floor.name})} autocomplete="off" data-testid="floor-name">
      <input name="level" type="number" step="1" min="-100" max="1000" .value=${String(floor.level)} aria-label=${t('places.level_of', {name: floor.name})} data-testid="floor-level">
      ${this.#buttons(floor.name, `floors/${floor.id}`)}</form>${this.#sure(floor.name, `floors/${floor.id}`)}</li>`;
  }

  /**
   * @param {string} name
   * @param {string} path
   */
  #buttons(name, path) {
    return html`<button class="round" type="submit" aria-label=${t('places.save', {name})} title=${t('places.save', {name})} data-testid="place-save">${icon('check')}</button>
      <button class="round" type="button" aria-label=${t('places.delete', {name})} title=${t('places.delete', {name})} aria-expanded=${this.leaving === path}
        data-testid="place-delete" @click=${() => (this.leaving = this.leaving === path ? '' : path)}>${icon('cross')}</button>`;
  }

  /**
   * @param {string} name
   * @param {string} path
   */
  #sure(name, path) {
    if (this.leaving !== path) return nothing;
    return html`<div class="choices" role="alert"><button class="btn small danger" type="button" data-testid="place-delete-now"
        @click=${() => void this.#delete(path)}>${t('places.delete_sure', {name})}</button>
      <button class="btn small" type="button" @click=${() => (this.leaving = '')}>${t('devices.cancel')}</button></div>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {'areas' | 'floors'} kind
   */
  async #add(event, kind) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const body = said(form);
    if (await changingPlaces(() => store.api.post(`lares/${kind}`, body))) form.reset();
  }

  /**
   * @param {SubmitEvent} event
   * @param {string} path
   */
  async #change(event, path) {
    event.preventDefault();
    const body = said(/** @type {HTMLFormElement} */ (event.target));
    if (await changingPlaces(() => store.api.patch(`lares/${path}`, body))) store.say(t('devices.saved'));
  }

  /** @param {string} path */
  async #delete(path) {
    this.leaving = '';
    await changingPlaces(() => store.api.delete(`lares/${path}`));
  }
}

/**
 * @param {Floor[]} floors
 * @param {string | null} chosen
 * @param {string} label
 */
function floorChoice(floors, chosen, label) {
  return html`<select name="floor" aria-label=${label} data-testid="area-floor"><option value="" ?selected=${!chosen}>${t('places.no_floor')}</option>
    ${floors.map((floor) => html`<option value=${floor.id} ?selected=${floor.id === chosen}>${floor.name}</option>`)}</select>`;
}

/** What a form says of an area or a floor. @param {HTMLFormElement} form */
function said(form) {
  const data = new FormData(form);
  const level = data.get('level');
  return {
    name: String(data.get('name') ?? '').trim(),
    ...(data.has('floor') ? {floor: String(data.get('floor'))} : {}),
    ...(level === null || level === '' ? {} : {level: Number(level)}),
  };
}

customElements.define('lares-places', LaresPlaces);
