/** What all cards of entities share: the entity, its state, whether a control waits, and the row. */

import {LitElement, html, nothing, classMap} from '../lit.js';
import {icon, iconOf} from '../icons.js';
import {base, buttons, card} from '../styles.js';
import {store} from '../store.js';
import {isActive, isAlarming, isAvailable, nameIn, stateWords} from '../words.js';

/** @typedef {import('../types.js').Entity} Entity */
/** @typedef {import('../types.js').State} State */

export class EntityElement extends LitElement {
  static properties = {
    entity: {attribute: false},
    state: {attribute: false},
    waiting: {attribute: false},
  };

  static styles = [base, buttons, card];

  constructor() {
    super();
    /** @type {Entity} */
    this.entity = {entity_id: '', name: '', area_id: null, domain: ''};
    /** @type {State | undefined} */
    this.state = undefined;
    /** @type {'pending' | 'unconfirmed' | undefined} */
    this.waiting = undefined;
  }

  /** @returns {Record<string, any>} */
  get attributes_() {
    return this.state?.attributes ?? {};
  }

  get isAvailable() {
    return isAvailable(this.state);
  }

  /** The name without its area, which the card stands in. */
  get shortName() {
    return nameIn(this.entity.name, store.areaName(this.entity.area_id));
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
    void store.call(this.entity.entity_id, `${this.entity.domain}.${action}`, data);
  }

  /** A lone state words line under the name; cards may say more. */
  words() {
    if (this.waiting === 'unconfirmed') return 'Not confirmed by the device';
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
    const line = {
      state: true,
      pending: this.isPending,
      unconfirmed: this.waiting === 'unconfirmed',
    };
    return html`<div class="row ${this.isAvailable ? '' : 'unavailable'}">
      <span class=${classMap(bubble)}>${icon(iconOf(entity, state))}</span>
      <div class="words">
        <div class="name">${this.shortName}</div>
        <div class=${classMap(line)} data-testid="state-${entity.entity_id}" data-state=${state?.state ?? ''}
          >${this.words()}${this.isPending ? html`<span class="visually-hidden"> (waiting for the device)</span>` : nothing}</div>
      </div>
      ${controls === nothing ? nothing : html`<div class="actions">${controls}</div>`}
    </div>`;
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
}
