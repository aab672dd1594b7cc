/** What all cards of entities share: the entity, its state, whether a control waits, and the row. */

import {LitElement, html, nothing, classMap} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {icon, iconOf} from '../icons.js';
import {t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {card} from '../card-styles.js';
import {store} from '../store.js';
import {capital, isActive, isAlarming, isAvailable, isPressed, nameIn, stateWords} from '../states.js';
import './lares-slider.js';
import './lares-toggle.js';

/** @typedef {import('../types.js').Entity} Entity */
/** @typedef {CustomEvent<number>} Chosen */
/** @typedef {{id?: string, words?: (option: string) => string, disabled?: boolean}} ChoiceHow */
/** @typedef {{min?: number, max?: number, step?: number, unit?: string, tone?: string, id?: string}} SlideHow */

/** So many options, of so many letters together, stand side by side; more are a list. */
const MOST_BUTTONS = 5;
const MOST_LETTERS = 34;

export class EntityElement extends LitElement {
  /** @type {Record<string, {attribute?: boolean, state?: boolean}>} */
  static properties = {entity: {attribute: false}, place: {attribute: false}};

  static styles = [base, buttons, card];

  constructor() {
    super();
    /** @type {Entity} */
    this.entity = {entity_id: '', name: '', area_id: null, domain: ''};
    /** The area whose page the card stands on: its name is left out of the card's. */
    this.place = '';
    new FollowingEntities(this, () => [this.entity.entity_id]);
  }

  /** What is reported. */
  get state() {
    return store.states.get(this.entity.entity_id);
  }

  get waiting() {
    return store.controls.waiting.get(this.entity.entity_id);
  }

  /** @returns {Record<string, any>} */
  get attributes_() {
    return this.state?.attributes ?? {};
  }

  get isAvailable() {
    return isAvailable(this.state) || (isPressed(this.entity) && this.state?.state === 'unknown');
  }

  /** The name without its area, where the card stands in it. */
  get shortName() {
    return nameIn(this.entity.name, this.place);
  }

  get isPending() {
    return this.waiting === 'pending';
  }

  /** @param {string} action the part after the dot */
  offers(action) {
    const actions = this.entity.actions;
    return actions === undefined || actions.includes(`${this.entity.domain}.${action}`);
  }

  /**
   * @param {string} action the part after the dot
   * @param {object} [data]
   */
  call(action, data = {}) {
    void store.controls.call(this.entity.entity_id, `${this.entity.domain}.${action}`, data);
  }

  /** A lone state words line under the name; cards may say more. */
  words() {
    if (this.waiting === 'unconfirmed') return t('state.unconfirmed');
    return stateWords(this.entity, this.state);
  }

  /** @param {unknown} [controls] */
  row(controls = nothing) {
    const {entity, state} = this;
    const bubble = {
      bubble: true,
      [entity.domain]: true,
      active: isActive(entity, state),
      alarm: isAlarming(entity, state),
      locked: state?.state === 'locked',
      cooling: this.attributes_.hvac_action === 'cooling' || state?.state === 'cool',
    };
    return html`<div class="row ${this.isAvailable ? '' : 'unavailable'}">
      <span class=${classMap(bubble)}>${icon(iconOf(entity, state))}</span>
      <div class="words">
        <div class="name"><a href=${linkTo('entity', entity.entity_id)} data-testid="more-${entity.entity_id}">${this.shortName}</a></div>
        ${this.stateLine()}
      </div>
      ${controls === nothing ? nothing : html`<div class="actions">${controls}</div>`}
      ${this.star()}
    </div>`;
  }

  stateLine() {
    const line = {state: true, pending: this.isPending, unconfirmed: this.waiting === 'unconfirmed'};
    return html`<div class=${classMap(line)} data-testid="state-${this.entity.entity_id}" data-state=${this.state?.state ?? ''}
      >${this.words()}${this.isPending ? html`<span class="visually-hidden"> (${t('state.waiting')})</span>` : nothing}</div>`;
  }

  star() {
    const {entity_id: id, name} = this.entity;
    const starred = store.favourites.has(id);
    return html`<button class="star" type="button" aria-pressed=${starred ? 'true' : 'false'} data-testid="star-${id}"
      aria-label=${t('card.star', {name})} title=${t(starred ? 'card.unstar' : 'card.star_it')}
      @click=${() => void store.favourites.toggle(id)}>${icon(starred ? 'starred' : 'star')}</button>`;
  }

  /**
   * A round button with an icon and an accessible name.
   *
   * @param {string} iconName
   * @param {string} label
   * @param {() => void} act
   * @param {{lit?: boolean, disabled?: boolean, id?: string}} [how]
   */
  round(iconName, label, act, how = {}) {
    return html`<button class="round ${how.lit ? 'lit' : ''}" type="button"
      aria-label="${label}: ${this.entity.name}" title=${label}
      data-testid="${how.id ?? iconName}-${this.entity.entity_id}"
      ?disabled=${how.disabled || !this.isAvailable} @click=${act}>${icon(iconName)}</button>`;
  }

  /** @param {string} [label] */
  toggle(label = this.entity.name) {
    return html`<lares-toggle .label=${label} .on=${this.state?.state === 'on'} .pending=${this.isPending}
      .disabled=${!this.isAvailable} .testid="toggle-${this.entity.entity_id}"
      .tone=${this.entity.domain === 'light' ? 'lit' : 'accent'}
      @toggled=${(/** @type {CustomEvent<boolean>} */ event) => this.call(event.detail ? 'turn_on' : 'turn_off')}
    ></lares-toggle>`;
  }

  /**
   * A slider; `how.id` begins its test id.
   *
   * @param {string} label
   * @param {number} value
   * @param {(value: number) => void} act
   * @param {SlideHow} [how]
   */
  slide(label, value, act, how = {}) {
    return html`<lares-slider .label="${label}: ${this.entity.name}" .value=${value} .min=${how.min ?? 0} .max=${how.max ?? 100}
      .step=${how.step ?? 1} .unit=${how.unit ?? '%'} .tone=${how.tone ?? ''} .pending=${this.isPending} .disabled=${!this.isAvailable}
      .testid="${how.id ?? 'slide'}-${this.entity.entity_id}"
      @chosen=${(/** @type {Chosen} */ event) => act(event.detail)}></lares-slider>`;
  }

  /**
   * One of several: buttons when they are few and short, else a list.
   *
   * @param {string} label nothing where the card's name says enough
   * @param {unknown} options
   * @param {string | null | undefined} current
   * @param {(option: string) => void} act
   * @param {ChoiceHow} [how]
   */
  choice(label, options, current, act, how = {}) {
    if (!Array.isArray(options) || options.length === 0) return nothing;
    const words = how.words ?? capital;
    const letters = options.reduce((sum, option) => sum + words(String(option)).length + 2, 0);
    const testid = `${how.id ?? 'choice'}-${this.entity.entity_id}`;
    const disabled = !this.isAvailable || (how.disabled ?? false);
    const named = label === '' ? this.entity.name : `${label}: ${this.entity.name}`;
    const shown = label === '' ? nothing : html`<span class="label" aria-hidden="true">${label}</span>`;
    if (options.length <= MOST_BUTTONS && letters <= MOST_LETTERS) {
      return html`<div class="field">${shown}
        <div class="choices" role="group" aria-label=${named} data-testid=${testid}>
          ${options.map((option) => html`<button type="button" aria-pressed=${option === current ? 'true' : 'false'}
            data-option=${option} ?disabled=${disabled} @click=${() => act(option)}>${words(option)}</button>`)}
        </div></div>`;
    }
    return html`<div class="field">${shown}
      <select aria-label=${named} data-testid=${testid} ?disabled=${disabled}
        @change=${(/** @type {Event} */ event) => act(/** @type {HTMLSelectElement} */ (event.target).value)}>
        ${options.includes(current) ? nothing : html`<option value="" selected disabled hidden>–</option>`}
        ${options.map((option) => html`<option value=${option} .selected=${option === current}>${words(option)}</option>`)}
      </select></div>`;
  }
}
