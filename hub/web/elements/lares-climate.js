/** A thermostat: measured and wanted on a dial, its mode, presets, fan, swing, and the humidity. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {DialElement} from './dial-element.js';

class LaresClimate extends DialElement {
  render() {
    const a = this.attributes_;
    const isOn = this.isAvailable && this.state?.state !== 'off';
    return html`${this.row()}
      <div class="more">
        ${this.#temperature()}
        ${this.choice(t('card.mode'), a.hvac_modes, this.state?.state, (mode) => this.call('set_hvac_mode', {hvac_mode: mode}), {id: 'mode', words: modeWords})}
        ${isOn || a.preset_mode ? this.#modes('preset') : nothing}
        ${isOn ? html`${this.#modes('fan')}${this.#modes('swing')}${this.#modes('swing_horizontal')}` : nothing}
        ${this.#humidity()}
      </div>`;
  }

  #temperature() {
    const a = this.attributes_;
    const isRange = typeof a.target_temp_low === 'number' && typeof a.target_temp_high === 'number' && typeof a.temperature !== 'number';
    const cools = a.hvac_action === 'cooling' || this.state?.state === 'cool';
    const facts = {
      value: a.temperature, low: isRange ? a.target_temp_low : null, high: isRange ? a.target_temp_high : null,
      now: a.current_temperature, min: a.min_temp ?? 7, max: a.max_temp ?? 35, step: a.target_temp_step ?? 0.5, unit: '°',
      tone: `${cools ? 'cool' : ''} ${this.state?.state === 'off' ? 'off' : ''}`,
      words: this.isAvailable ? modeWords(this.state?.state === 'off' ? 'off' : (a.hvac_action ?? this.state?.state ?? '')) : t('state.unavailable'),
    };
    return this.dial(facts, (chosen) => this.call('set_temperature', chosen.value === undefined
      ? {target_temp_low: chosen.low, target_temp_high: chosen.high} : {temperature: chosen.value}));
  }

  /** @param {'preset' | 'fan' | 'swing' | 'swing_horizontal'} kind */
  #modes(kind) {
    const name = `${kind}_mode`;
    return this.choice(t(`card.${kind}`), this.attributes_[`${name}s`], this.attributes_[name],
      (mode) => this.call(`set_${name}`, {[name]: mode}), {id: kind, words: modeWords});
  }

  #humidity() {
    const {humidity, current_humidity: now, min_humidity: min, max_humidity: max} = this.attributes_;
    const measured = typeof now === 'number' ? html`<div class="hint">${t('card.humidity_now', {percent: this.percent(now)})}</div>` : nothing;
    if (typeof humidity !== 'number' || !this.offers('set_humidity')) return measured;
    return html`${measured}${this.slide(t('card.humidity'), humidity, (next) => this.call('set_humidity', {humidity: next}), {
      id: 'humidity', tone: 'cool', min: min ?? 0, max: max ?? 100,
    })}`;
  }
}

customElements.define('lares-climate', LaresClimate);
