/** A water heater: measured and wanted on a dial, its mode, and whether it saves while nobody is there. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {DialElement} from './dial-element.js';

class LaresWaterHeater extends DialElement {
  render() {
    const a = this.attributes_;
    const facts = {
      value: a.temperature, now: a.current_temperature, min: a.min_temp ?? 43, max: a.max_temp ?? 60, step: a.target_temp_step ?? 1,
      unit: '°', tone: this.state?.state === 'off' ? 'off' : '', words: this.isAvailable ? modeWords(this.state?.state ?? '') : t('state.unavailable'),
    };
    return html`${this.row()}
      <div class="more">
        ${this.dial(facts, ({value}) => this.call('set_temperature', {temperature: value}))}
        ${this.choice(t('card.mode'), a.operation_list, this.state?.state, (mode) => this.#to(mode), {id: 'mode', words: modeWords})}
        ${a.away_mode === undefined || !this.offers('set_away_mode') ? nothing
          : this.choice(t('card.away'), ['on', 'off'], a.away_mode === true || a.away_mode === 'on' ? 'on' : 'off',
            (next) => this.call('set_away_mode', {away_mode: next === 'on'}), {id: 'away', words: modeWords})}
      </div>`;
  }

  /** @param {string} mode */
  #to(mode) {
    if (mode === 'off' && this.offers('turn_off')) this.call('turn_off');
    else this.call('set_operation_mode', {operation_mode: mode});
  }
}

customElements.define('lares-water-heater', LaresWaterHeater);
