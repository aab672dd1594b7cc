/** Covers and valves: open, stop, close, how far, and how the slats stand. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

class LaresCover extends EntityElement {
  render() {
    const kind = this.entity.domain;
    const {current_position: at, current_tilt_position: tilt} = this.attributes_;
    const slides = typeof at === 'number' && this.offers(`set_${kind}_position`);
    return html`${this.row()}
      <div class="more">
        <div class="line">${this.#buttons(kind)}</div>
        ${slides ? this.slide(t('card.position'), at, (next) => this.call(`set_${kind}_position`, {position: next}), {
              id: 'position', tone: kind === 'valve' ? 'cool' : '',
            }) : nothing}
        ${typeof tilt === 'number' && this.offers('set_cover_tilt_position') ? html`<div class="field"><span class="label" aria-hidden="true">${t('card.tilt')}</span></div>
            ${this.slide(t('card.tilt'), tilt, (next) => this.call('set_cover_tilt_position', {tilt_position: next}), {id: 'tilt'})}` : nothing}
      </div>`;
  }

  /** @param {string} kind */
  #buttons(kind) {
    const state = this.state?.state;
    const at = this.attributes_.current_position;
    return html`
      ${this.round('up', t('card.open'), () => this.call(`open_${kind}`), {id: 'open', disabled: state === 'open' && (at ?? 100) === 100})}
      ${this.offers(`stop_${kind}`) ? this.round('stop', t('card.stop'), () => this.call(`stop_${kind}`)) : nothing}
      ${this.round('down', t('card.close'), () => this.call(`close_${kind}`), {id: 'close', disabled: state === 'closed'})}`;
  }
}

customElements.define('lares-cover', LaresCover);
