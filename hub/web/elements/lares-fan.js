/** A fan: on or off, how fast, its presets, its direction, and whether it swings. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {EntityElement} from './entity-element.js';

class LaresFan extends EntityElement {
  render() {
    const a = this.attributes_;
    const isOn = this.state?.state === 'on';
    return html`${this.row(this.toggle())}
      ${isOn ? html`<div class="more">
            ${a.percentage !== undefined && this.offers('set_percentage') ? this.#speed() : nothing}
            ${this.choice(t('card.preset'), a.preset_modes, a.preset_mode, (next) => this.call('set_preset_mode', {preset_mode: next}), {id: 'preset', words: modeWords})}
            ${a.direction && this.offers('set_direction')
              ? this.choice(t('card.direction'), ['forward', 'reverse'], a.direction, (next) => this.call('set_direction', {direction: next}), {id: 'direction', words: modeWords})
              : nothing}
            ${typeof a.oscillating === 'boolean' && this.offers('oscillate')
              ? this.choice(t('card.swing'), ['on', 'off'], a.oscillating ? 'on' : 'off', (next) => this.call('oscillate', {oscillating: next === 'on'}), {id: 'oscillate', words: modeWords})
              : nothing}
          </div>`
        : nothing}`;
  }

  #speed() {
    const {percentage, percentage_step: step} = this.attributes_;
    return this.slide(t('card.speed'), Math.round(percentage ?? 0), (next) => this.call('set_percentage', {percentage: next}), {
      id: 'speed', tone: 'cool', step: typeof step === 'number' && step > 1 && Number.isInteger(step) ? step : 1,
    });
  }
}

customElements.define('lares-fan', LaresFan);
