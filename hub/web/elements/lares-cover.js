/** Covers and valves: open, stop, close, and how far. */

import {html, nothing} from '../lit.js';
import {EntityElement} from './entity-element.js';

class LaresCover extends EntityElement {
  render() {
    const kind = this.entity.domain;
    const state = this.state?.state;
    const at = this.attributes_.current_position;
    return html`${this.row(html`
        ${this.round('up', 'Open', () => this.call(`open_${kind}`), {id: 'open', disabled: state === 'open' && (at ?? 100) === 100})}
        ${this.offers(`stop_${kind}`) ? this.round('stop', 'Stop', () => this.call(`stop_${kind}`)) : nothing}
        ${this.round('down', 'Close', () => this.call(`close_${kind}`), {id: 'close', disabled: state === 'closed'})}
      `)}
      ${typeof at === 'number' && this.offers(`set_${kind}_position`)
        ? html`<div class="more">
            <lares-slider .label="Position of ${this.entity.name}, 100 is open" .value=${at}
              .tone=${kind === 'valve' ? 'cool' : ''} .disabled=${!this.isAvailable}
              .testid="position-${this.entity.entity_id}"
              @chosen=${(/** @type {CustomEvent<number>} */ event) =>
                this.call(`set_${kind}_position`, {position: event.detail})}></lares-slider>
          </div>`
        : nothing}`;
  }
}

customElements.define('lares-cover', LaresCover);
