/** Switches and fans: on or off, and a fan's speed. */

import {html, nothing} from '../lit.js';
import {EntityElement} from './entity-element.js';

class LaresSwitch extends EntityElement {
  render() {
    const on = this.state?.state === 'on';
    const hasSpeed = on && this.entity.domain === 'fan' && this.offers('set_percentage');
    return html`${this.row(this.toggle())}
      ${hasSpeed && this.attributes_.percentage !== undefined ? html`<div class="more">${this.#speed()}</div>` : nothing}`;
  }

  #speed() {
    return html`<lares-slider .label="Speed of ${this.entity.name}" .tone=${'cool'}
      .value=${Math.round(this.attributes_.percentage ?? 0)} .disabled=${!this.isAvailable}
      .testid="speed-${this.entity.entity_id}"
      @chosen=${(/** @type {CustomEvent<number>} */ event) =>
        this.call('set_percentage', {percentage: event.detail})}></lares-slider>`;
  }
}

customElements.define('lares-switch', LaresSwitch);
