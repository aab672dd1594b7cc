/** A humidifier or dehumidifier: on or off, measured and wanted on a dial, its mode. */

import {html} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {DialElement} from './dial-element.js';

class LaresHumidifier extends DialElement {
  render() {
    const a = this.attributes_;
    const facts = {
      value: a.humidity, now: a.current_humidity, min: a.min_humidity ?? 0, max: a.max_humidity ?? 100, step: 1, unit: ' %',
      tone: this.entity.device_class === 'dehumidifier' ? 'cool' : 'cool from-dry',
      words: this.isAvailable ? modeWords(this.state?.state === 'off' ? 'off' : (a.action ?? 'on')) : t('state.unavailable'),
    };
    return html`${this.row(this.toggle())}
      <div class="more">
        ${this.dial(facts, ({value}) => this.call('set_humidity', {humidity: value}))}
        ${this.choice(t('card.mode'), a.available_modes, a.mode, (mode) => this.call('set_mode', {mode}), {id: 'mode', words: modeWords})}
      </div>`;
  }
}

customElements.define('lares-humidifier', LaresHumidifier);
