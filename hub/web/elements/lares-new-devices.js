/** What is new: each can be adopted with one action, or ignored; and the network can be searched. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {areaField, areaFieldTemplate, areaOf} from '../area-field.js';
import {desk} from '../devices.js';
import {kindOf} from '../device-health.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {dataOf, fieldTemplate, fieldsOf} from '../schema-fields.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').NewThing} NewThing */

class LaresNewDevices extends LitElement {
  static properties = {open: {state: true}, wanted: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    areaField,
    css`
      form {
        margin-top: 0.8rem;
        padding: 0.9rem 0 0.4rem;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** Of which thing the form is open. */
    this.open = '';
    /** What its maker asked for besides. @type {import('../devices.js').Wanted | null} */
    this.wanted = null;
  }

  render() {
    const fresh = desk.things.filter((thing) => !thing.is_ignored);
    const ignored = desk.things.filter((thing) => thing.is_ignored);
    const isSearching = desk.isBusy('search');
    return html`<section aria-labelledby="new">
      <div class="head"><h2 id="new">${t('devices.new')}${fresh.length > 0 ? html` <span class="tag" data-testid="new-count">${fresh.length}</span>` : nothing}</h2>
        <button class="btn" type="button" data-testid="search-devices" ?disabled=${isSearching} aria-busy=${isSearching}
          @click=${this.#search}>${icon('search')}${isSearching ? t('devices.searching') : t('devices.search')}</button></div>
      <div role="status" aria-live="polite" class=${fresh.length === 0 ? 'empty' : 'visually-hidden'}>
        ${desk.status === 'loading' ? t('devices.loading') : fresh.length === 0 ? t('devices.new_none') : `${t('devices.new')}: ${fresh.length}`}</div>
      ${fresh.length === 0 ? nothing : html`<ul class="rows">${fresh.map((thing) => this.#thing(thing))}</ul>`}
      ${ignored.length === 0 ? nothing : html`<details><summary data-testid="ignored">${t('devices.ignored', {number: ignored.length})}</summary>
        <ul class="rows">${ignored.map((thing) => html`<li class="line" data-testid="ignored-device">
          ${this.#words(thing)}<button class="btn small" type="button" data-testid="offer-again"
            aria-label="${t('devices.offer_again')}: ${thing.title}" ?disabled=${desk.isBusy(thing.id)}
            @click=${() => void desk.decide(thing, 'offer_again')}>${t('devices.offer_again')}</button></li>`)}</ul></details>`}
    </section>`;
  }

  /** @param {NewThing} thing */
  #thing(thing) {
    const isOpen = this.open === thing.id;
    const isBusy = desk.isBusy(thing.id);
    return html`<li data-testid="new-device" data-title=${thing.title}>
      <div class="line"><span class="bubble new">${icon('plus')}</span>${this.#words(thing)}
        <span class="acts"><button class="btn small" type="button" data-testid="ignore" aria-label="${t('devices.ignore')}: ${thing.title}"
          ?disabled=${isBusy} @click=${() => void desk.decide(thing, 'ignore')}>${t('devices.ignore')}</button>
        <button class="btn small primary" type="button" data-testid="adopt" aria-expanded=${isOpen}
          aria-label=${t('devices.adopt_this', {name: thing.title})} @click=${() => this.#toggle(thing.id)}>${t('devices.adopt')}</button></span></div>
      ${isOpen ? this.#form(thing, isBusy) : nothing}</li>`;
  }

  /** @param {NewThing} thing */
  #words(thing) {
    const maker = desk.integration(thing.integration)?.name ?? thing.integration;
    const kind = kindOf(thing) || maker;
    const brings = thing.entities.length > 0 ? ` · ${t('devices.brings', {count: thing.entities.length})}` : '';
    return html`<span class="who"><strong>${thing.title}</strong><span class="quiet">${kind}${kind === maker ? '' : ` · ${maker}`}${brings}</span></span>`;
  }

  /**
   * @param {NewThing} thing
   * @param {boolean} isBusy
   */
  #form(thing, isBusy) {
    const {wanted} = this;
    const asks = wanted && wanted.asks.length > 0 ? wanted.asks : thing.asks;
    const schema = desk.integration(thing.integration)?.config ?? {};
    const notes = desk.integration(thing.integration)?.notes ?? [];
    return html`<form data-testid="adopt-form" @submit=${(/** @type {SubmitEvent} */ event) => void this.#adopt(event, thing, asks)}>
      ${wanted ? html`<p class="note whole ${wanted.isRefused ? 'bad' : ''}" role="alert" data-testid="wanted">${wanted.message}${wanted.asks.length === 0 && !wanted.isRefused ? ` ${t('devices.press_then')}` : ''}</p>` : nothing}
      <label>${t('devices.name')}<input name="name" maxlength="100" placeholder=${thing.title} autocomplete="off" data-testid="adopt-name"></label>
      ${areaFieldTemplate(thing.area_id)}
      ${asks.length > 0 ? fieldsOf(schema, {only: asks}).map(fieldTemplate) : nothing}
      ${notes.length > 0 ? html`<details class="whole quiet"><summary>${t('devices.notes')}</summary><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></details>` : nothing}
      <div class="choices"><button class="btn primary" type="submit" data-testid="adopt-now" ?disabled=${isBusy} aria-busy=${isBusy}>
          ${isBusy ? t('devices.adopting') : t('devices.adopt')}</button>
        <button class="btn" type="button" @click=${() => this.#toggle('')}>${t('devices.cancel')}</button></div>
    </form>`;
  }

  /** @param {string} id */
  #toggle(id) {
    this.open = this.open === id ? '' : id;
    this.wanted = null;
  }

  async #search() {
    if (await desk.search()) store.say(t('devices.found'));
  }

  /**
   * @param {SubmitEvent} event
   * @param {NewThing} thing
   * @param {string[]} asks
   */
  async #adopt(event, thing, asks) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const name = String(new FormData(form).get('name') ?? '').trim();
    const schema = desk.integration(thing.integration)?.config ?? {};
    try {
      const area = await areaOf(form);
      const data = asks.length > 0 ? dataOf(form, schema, asks) : {};
      this.wanted = await desk.adopt(thing, {...(name ? {name} : {}), ...(area ? {area} : {}), data});
    } catch (error) {
      store.say(store.complaint(error));
      return;
    }
    if (this.wanted === null) {
      this.open = '';
      store.say(t('devices.adopted_now', {name: name || thing.title}));
    }
  }
}

customElements.define('lares-new-devices', LaresNewDevices);
