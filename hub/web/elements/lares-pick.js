/** Picks one entity: a field that filters, and a list to choose from (ARIA combobox). */

import {LitElement, html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Entity} Entity */

const MOST = 8;

class LaresPick extends LitElement {
  static properties = {label: {}, without: {attribute: false}, text: {state: true}, place: {state: true}, isOpen: {state: true}};

  static styles = [
    base,
    css`
      :host {
        position: relative;
        max-width: 30rem;
      }
      input {
        width: 100%;
        min-height: 42px;
        padding: 0 1rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--surface);
      }
      ul {
        position: absolute;
        z-index: 4;
        top: calc(100% + 0.3rem);
        left: 0;
        right: 0;
        margin: 0;
        padding: 0.3rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--raised);
        box-shadow: var(--shadow-high);
        list-style: none;
      }
      li {
        padding: 0.55rem 0.8rem;
        border-radius: var(--radius-s);
        cursor: pointer;
      }
      li small {
        color: var(--ink-2);
      }
      li.here,
      li:hover {
        background: var(--accent-soft);
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    /** Entities that are not offered. @type {string[]} */
    this.without = [];
    this.text = '';
    this.place = 0;
    this.isOpen = false;
  }

  get found() {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    return (store.home?.entities ?? [])
      .filter((entity) => entity.enabled !== false && !this.without.includes(entity.entity_id))
      .filter((entity) => words.every((word) => `${entity.name} ${entity.entity_id} ${store.areaName(entity.area_id)}`.toLowerCase().includes(word)))
      .slice(0, MOST);
  }

  render() {
    const found = this.isOpen ? this.found : [];
    const here = found[this.place];
    return html`<input type="text" role="combobox" autocomplete="off" aria-label=${this.label} placeholder=${this.label} data-testid="pick"
        aria-expanded=${found.length > 0} aria-controls="list" aria-autocomplete="list" aria-activedescendant=${here ? `o-${this.place}` : ''}
        .value=${this.text} @input=${this.#typed} @focus=${() => (this.isOpen = true)} @blur=${() => setTimeout(() => (this.isOpen = false), 150)} @keydown=${this.#key}>
      ${found.length === 0 ? nothing : html`<ul id="list" role="listbox" aria-label=${this.label}>${found.map((entity, place) => html`<li id="o-${place}" role="option"
        aria-selected=${place === this.place} class=${place === this.place ? 'here' : ''} data-testid="pick-${entity.entity_id}"
        @mousedown=${() => this.#take(entity)}>${entity.name} <small>${store.areaName(entity.area_id)}</small></li>`)}</ul>`}
      <span class="visually-hidden" role="status">${this.isOpen ? t('history.found', {count: found.length}) : ''}</span>`;
  }

  /** @param {InputEvent} event */
  #typed(event) {
    this.text = /** @type {HTMLInputElement} */ (event.target).value;
    this.place = 0;
    this.isOpen = true;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const {found} = this;
    if (event.key === 'ArrowDown') this.place = Math.min(found.length - 1, this.place + 1);
    else if (event.key === 'ArrowUp') this.place = Math.max(0, this.place - 1);
    else if (event.key === 'Enter' && found[this.place]) this.#take(found[this.place]);
    else if (event.key === 'Escape') this.isOpen = false;
    else return;
    event.preventDefault();
  }

  /** @param {Entity} entity */
  #take(entity) {
    this.text = '';
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent('picked', {detail: entity.entity_id}));
  }
}

customElements.define('lares-pick', LaresPick);
