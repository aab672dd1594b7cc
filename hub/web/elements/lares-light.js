/** A light: on or off, how bright, how warm, which colour, which effect; each only where the light can. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

/** @typedef {'white' | 'colour'} Look */

const COLOURED = new Set(['hs', 'xy', 'rgb', 'rgbw', 'rgbww']);
const WHITES = new Set(['color_temp', 'white', 'brightness', 'onoff']);

class LaresLight extends EntityElement {
  static properties = {...EntityElement.properties, look: {state: true}};

  constructor() {
    super();
    /** What the sliders are for, where a light has both; null: what it shows. @type {Look | null} */
    this.look = null;
  }

  render() {
    /** @type {string[]} */
    const modes = this.attributes_.supported_color_modes ?? ['onoff'];
    const dims = modes.some((mode) => mode !== 'onoff');
    const isOn = this.state?.state === 'on';
    return html`${this.row(this.toggle())}
      ${isOn && (dims || this.attributes_.effect_list?.length)
        ? html`<div class="more">${dims ? this.#brightness() : nothing} ${this.#appearance(modes)} ${this.#effect()}</div>`
        : nothing}`;
  }

  #brightness() {
    const {brightness} = this.attributes_;
    const value = typeof brightness === 'number' ? Math.round((brightness / 255) * 100) : 0;
    return this.slide(t('card.brightness'), value, (next) => this.#bright(next), {id: 'brightness', tone: 'lit'});
  }

  /** @param {number} value */
  #bright(value) {
    if (value === 0) this.call('turn_off');
    else this.call('turn_on', {brightness_pct: value});
  }

  /** @param {string[]} modes */
  #appearance(modes) {
    const white = modes.includes('color_temp');
    const colour = modes.some((mode) => COLOURED.has(mode));
    if (!white && !colour) return nothing;
    const mode = this.attributes_.color_mode;
    const shown = this.look ?? (mode === undefined || mode === null ? (white ? 'white' : 'colour') : WHITES.has(mode) ? 'white' : 'colour');
    const isColour = colour && (!white || shown === 'colour');
    return html`${white && colour
        ? this.choice(t('card.look'), ['white', 'colour'], shown, (option) => (this.look = /** @type {Look} */ (option)), {
            id: 'look', words: (option) => t(`card.look_${option}`),
          })
        : nothing}
      ${isColour ? this.#colour() : this.#white()}`;
  }

  #white() {
    const a = this.attributes_;
    const min = a.min_color_temp_kelvin ?? 2200;
    const max = a.max_color_temp_kelvin ?? 6500;
    const value = a.color_temp_kelvin ?? Math.round((min + max) / 200) * 100;
    return this.slide(t('card.warmth'), value, (kelvin) => this.call('turn_on', {color_temp_kelvin: kelvin}), {
      id: 'warmth', tone: 'white', unit: 'K', min, max, step: 50,
    });
  }

  #colour() {
    const hs = this.attributes_.hs_color;
    const [hue, saturation] = Array.isArray(hs) ? hs.map(Math.round) : [0, 100];
    const {name, entity_id: id} = this.entity;
    return html`${this.slide(t('card.hue'), hue, (next) => this.call('turn_on', {hs_color: [next, saturation < 10 ? 85 : saturation]}), {
        id: 'hue', tone: 'hue', unit: '°', max: 360,
      })}
      <lares-slider .label="${t('card.saturation')}: ${name}" .tone=${'saturation'} .full=${hue} .value=${saturation}
        .pending=${this.isPending} .disabled=${!this.isAvailable} .testid="saturation-${id}"
        @chosen=${(/** @type {CustomEvent<number>} */ event) => this.call('turn_on', {hs_color: [hue, event.detail]})}></lares-slider>`;
  }

  #effect() {
    const {effect_list: list, effect} = this.attributes_;
    return this.choice(t('card.effect'), list, effect, (next) => this.call('turn_on', {effect: next}), {id: 'effect'});
  }
}

customElements.define('lares-light', LaresLight);
