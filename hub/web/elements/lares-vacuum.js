/** Robots that clean or mow: start, pause, stop, home, and how hard. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {EntityElement} from './entity-element.js';

class LaresVacuum extends EntityElement {
  render() {
    const mows = this.entity.domain === 'lawn_mower';
    const a = this.attributes_;
    return html`${this.row()}
      <div class="more">
        <div class="line">${mows ? this.#mower() : this.#vacuum()}</div>
        ${this.offers('set_fan_speed')
          ? this.choice(t('card.suction'), a.fan_speed_list, a.fan_speed, (speed) => this.call('set_fan_speed', {fan_speed: speed}), {id: 'suction', words: modeWords})
          : nothing}
      </div>`;
  }

  #vacuum() {
    const state = this.state?.state;
    return html`
      ${this.#startOrPause(state === 'cleaning', 'start', t('card.clean'))}
      ${this.offers('stop') ? this.round('stop', t('card.stop'), () => this.call('stop')) : nothing}
      ${this.round('base', t('card.send_home'), () => this.call('return_to_base'), {disabled: state === 'docked'})}
      ${this.offers('locate') ? this.round('volume', t('card.locate'), () => this.call('locate'), {id: 'locate'}) : nothing}`;
  }

  #mower() {
    const state = this.state?.state;
    return html`${this.#startOrPause(state === 'mowing', 'start_mowing', t('card.mow'))}
      ${this.round('base', t('card.send_home'), () => this.call('dock'), {disabled: state === 'docked'})}`;
  }

  /**
   * @param {boolean} works
   * @param {string} action
   * @param {string} label
   */
  #startOrPause(works, action, label) {
    return works && this.offers('pause')
      ? this.round('pause', t('card.pause'), () => this.call('pause'), {id: 'start', lit: true})
      : this.round('play', label, () => this.call(action), {id: 'start'});
  }
}

customElements.define('lares-vacuum', LaresVacuum);
