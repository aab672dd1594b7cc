/** A light: on or off, how bright, how warm, which colour; each only where the light can. */

import {html, nothing} from '../lit.js';
import {EntityElement} from './entity-element.js';

/** @typedef {CustomEvent<number>} Chosen */

const COLOURED = new Set(['hs', 'xy', 'rgb', 'rgbw', 'rgbww']);

class LaresLight extends EntityElement {
  render() {
    /** @type {string[]} */
    const modes = this.attributes_.supported_color_modes ?? ['onoff'];
    const dims = modes.some((mode) => mode !== 'onoff');
    const coloured = modes.some((mode) => COLOURED.has(mode));
    return html`${this.row(this.toggle())}
      ${dims && this.state?.state === 'on'
        ? html`<div class="more">
            ${this.#brightness()} ${modes.includes('color_temp') ? this.#white() : nothing}
            ${coloured ? this.#hue() : nothing}
          </div>`
        : nothing}`;
  }

  #brightness() {
    const {brightness} = this.attributes_;
    return html`<lares-slider .label="Brightness of ${this.entity.name}" .tone=${'lit'}
      .value=${typeof brightness === 'number' ? Math.round((brightness / 255) * 100) : 0} .disabled=${!this.isAvailable}
      .testid="brightness-${this.entity.entity_id}"
      @chosen=${(/** @type {Chosen} */ event) => this.#bright(event.detail)}></lares-slider>`;
  }

  /** @param {number} value */
  #bright(value) {
    if (value === 0) this.call('turn_off');
    else this.call('turn_on', {brightness_pct: value});
  }

  #white() {
    const a = this.attributes_;
    const min = a.min_color_temp_kelvin ?? 2200;
    const max = a.max_color_temp_kelvin ?? 6500;
    return html`<lares-slider .label="Warmth of ${this.entity.name}" .tone=${'white'} .unit=${'K'}
      .min=${min} .max=${max} .step=${50} .value=${a.color_temp_kelvin ?? Math.round((min + max) / 200) * 100}
      .disabled=${!this.isAvailable} .testid="warmth-${this.entity.entity_id}"
      @chosen=${(/** @type {Chosen} */ event) =>
        this.call('turn_on', {color_temp_kelvin: event.detail})}></lares-slider>`;
  }

  #hue() {
    const hs = this.attributes_.hs_color;
    return html`<lares-slider .label="Colour of ${this.entity.name}, hue in degrees" .tone=${'hue'} .unit=${'°'}
      .max=${360} .value=${Array.isArray(hs) ? Math.round(hs[0]) : 0} .disabled=${!this.isAvailable}
      .testid="hue-${this.entity.entity_id}"
      @chosen=${(/** @type {Chosen} */ event) =>
        this.call('turn_on', {hs_color: [event.detail, 85]})}></lares-slider>`;
  }
}

customElements.define('lares-light', LaresLight);
