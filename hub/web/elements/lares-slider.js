/** A slider on a native range input; it sends one change when let go. */

import {LitElement, html, css, live} from '../lit.js';
import {base} from '../styles.js';

class LaresSlider extends LitElement {
  static properties = {
    label: {attribute: false},
    value: {attribute: false},
    min: {attribute: false},
    max: {attribute: false},
    step: {attribute: false},
    unit: {attribute: false},
    tone: {attribute: false},
    disabled: {attribute: false},
    pending: {attribute: false},
    full: {attribute: false},
    testid: {attribute: false},
    shown: {state: true},
  };

  static styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.7rem;
      }
      input {
        flex: 1;
        min-width: 0;
        width: 100%;
        height: 40px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --fill: var(--accent);
        --track: linear-gradient(90deg, var(--fill) var(--at), var(--sunken) var(--at));
      }
      input.lit {
        --fill: var(--lit);
      }
      input.cool {
        --fill: var(--cool);
      }
      input.white {
        --track: linear-gradient(90deg, #ffb35c, #fff3df 55%, #cfe4ff);
      }
      input.hue {
        --track: linear-gradient(90deg, #f55, #fb3, #ee4, #4d5, #3dd, #58f, #c5f, #f5a, #f55);
      }
      input.saturation {
        --track: linear-gradient(90deg, #fff, var(--full));
      }
      input::-webkit-slider-runnable-track {
        height: 10px;
        border-radius: 999px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 10px;
        border-radius: 999px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -6px;
        border: 1px solid rgb(0 0 0 / 8%);
        border-radius: 50%;
        background: var(--thumb);
        box-shadow: 0 1px 4px rgb(0 0 0 / 30%);
      }
      input::-moz-range-thumb {
        width: 22px;
        height: 22px;
        border: 1px solid rgb(0 0 0 / 8%);
        border-radius: 50%;
        background: var(--thumb);
        box-shadow: 0 1px 4px rgb(0 0 0 / 30%);
      }
      input:disabled {
        opacity: 0.45;
        cursor: not-allowed;
      }
      output {
        min-width: 3.1em;
        color: var(--ink-2);
        font-size: 0.82rem;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    this.value = 0;
    this.min = 0;
    this.max = 100;
    this.step = 1;
    this.unit = '%';
    this.tone = '';
    this.disabled = false;
    /** A change is on its way; when it is over, what is reported counts. */
    this.pending = false;
    /** The hue of full saturation, in degrees. */
    this.full = 0;
    this.testid = '';
    /** What the hand holds, until the device reports. @type {number | null} */
    this.shown = null;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('value') || (changed.has('pending') && !this.pending)) this.shown = null;
  }

  /** Styles go through the CSSOM: the hub's content policy allows no style attributes. */
  updated() {
    const share = ((this.shown ?? this.value) - this.min) / (this.max - this.min || 1);
    const input = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input'));
    input.style.setProperty('--full', `hsl(${this.full} 100% 50%)`);
    input.style.setProperty('--at', `${Math.min(1, Math.max(0, share)) * 100}%`);
  }

  render() {
    const value = this.shown ?? this.value;
    const text = this.unit ? `${value} ${this.unit}` : `${value}`;
    return html`<input type="range" class=${this.tone} min=${this.min} max=${this.max} step=${this.step}
        .value=${live(String(value))}
        aria-label=${this.label} aria-valuetext=${text} data-testid=${this.testid} ?disabled=${this.disabled}
        @input=${this.#hold} @change=${this.#send}>
      ${this.tone === 'hue' ? '' : html`<output aria-hidden="true">${text}</output>`}`;
  }

  /** @param {Event} event */
  #hold(event) {
    this.shown = Number(/** @type {HTMLInputElement} */ (event.target).value);
  }

  /** @param {Event} event */
  #send(event) {
    this.#hold(event);
    this.dispatchEvent(new CustomEvent('chosen', {detail: this.shown}));
  }
}

customElements.define('lares-slider', LaresSlider);
