/** Numbers, selects, texts and buttons, of devices and of the house itself; scenes and scripts. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

class LaresControl extends EntityElement {
  render() {
    switch (this.entity.domain) {
      case 'number':
      case 'input_number':
        return html`${this.row()}<div class="more">${this.#number()}</div>`;
      case 'select':
      case 'input_select':
        return html`${this.row()}<div class="more">${this.choice('', this.attributes_.options, this.state?.state,
          (option) => this.call('select_option', {option}), {id: 'select', words: String})}</div>`;
      case 'text':
      case 'input_text':
        return html`${this.row()}<div class="more">${this.#text()}</div>`;
      case 'scene':
        return this.row(this.#button('activate', t('card.activate'), () => this.call('turn_on')));
      case 'script':
        return this.row(this.#script());
      case 'counter':
        return this.row(html`${this.round('minus', t('card.minus'), () => this.call('decrement'))}
          ${this.round('plus', t('card.plus'), () => this.call('increment'))} ${this.round('undo', t('card.reset'), () => this.call('reset'))}`);
      case 'timer':
        return this.row(this.#timer());
      default:
        return this.row(this.#button('press', t('card.press'), () => this.call('press')));
    }
  }

  /**
   * @param {string} id
   * @param {string} words
   * @param {() => void} act
   */
  #button(id, words, act) {
    return html`<button class="btn" type="button" ?disabled=${!this.isAvailable || this.isPending} data-testid="${id}-${this.entity.entity_id}"
      aria-label="${words}: ${this.entity.name}" @click=${act}>${words}</button>`;
  }

  #script() {
    const runs = this.state?.state === 'on';
    return html`${runs ? this.round('stop', t('card.stop'), () => this.call('turn_off')) : nothing}
      ${this.#button('run', t('card.run'), () => this.call('turn_on'))}`;
  }

  #timer() {
    const state = this.state?.state;
    return html`${state === 'active'
        ? this.round('pause', t('card.pause'), () => this.call('pause'), {id: 'start', lit: true})
        : this.round('play', t('card.start'), () => this.call('start'), {id: 'start'})}
      ${state === 'idle' ? nothing : this.round('stop', t('card.stop'), () => this.call('cancel'))}`;
  }

  #number() {
    const a = this.attributes_;
    const {min = 1, max = 100, step = 1, unit_of_measurement: unit = ''} = a;
    const set = (/** @type {number} */ value) => this.call('set_value', {value});
    const value = Number(this.state?.state) || 0;
    if (a.mode !== 'box') return this.slide(t('card.value'), value, set, {id: 'number', min, max, step, unit});
    return html`<form class="line" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event, (text) => set(Number(text)))}>
      <input class="entry" name="value" type="number" min=${min} max=${max} step=${step} .value=${String(value)} ?disabled=${!this.isAvailable} required
        aria-label=${this.entity.name} data-testid="number-${this.entity.entity_id}"><span class="label">${unit}</span>
      <button class="btn" type="submit" ?disabled=${!this.isAvailable} data-testid="set-${this.entity.entity_id}" aria-label="${t('card.set')}: ${this.entity.name}">${t('card.set')}</button></form>`;
  }

  #text() {
    const {min, max, mode, pattern} = this.attributes_;
    return html`<form class="line" @submit=${(/** @type {SubmitEvent} */ event) => this.#submit(event, (value) => this.call('set_value', {value}))}>
      <input class="entry" name="value" type=${mode === 'password' ? 'password' : 'text'} .value=${this.isAvailable ? (this.state?.state ?? '') : ''}
        minlength=${min ?? 0} maxlength=${max ?? 255} pattern=${pattern ?? '.*'} ?disabled=${!this.isAvailable} autocomplete="off"
        aria-label=${this.entity.name} data-testid="text-${this.entity.entity_id}">
      <button class="btn" type="submit" ?disabled=${!this.isAvailable} data-testid="set-${this.entity.entity_id}" aria-label="${t('card.set')}: ${this.entity.name}">${t('card.set')}</button></form>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {(text: string) => void} act
   */
  #submit(event, act) {
    event.preventDefault();
    act(String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('value') ?? ''));
  }
}

customElements.define('lares-control', LaresControl);
