/** A player: what plays, play and pause, and how loud. */

import {html, nothing} from '../lit.js';
import {EntityElement} from './entity-element.js';

class LaresMedia extends EntityElement {
  render() {
    const playing = this.state?.state === 'playing';
    const off = this.state?.state === 'off' || this.state?.state === 'standby';
    const volume = this.attributes_.volume_level;
    return html`${this.row(off && this.offers('turn_on')
        ? this.round('switch', 'Turn on', () => this.call('turn_on'), {id: 'power'})
        : html`
            ${this.offers('media_next_track') ? this.round('next', 'Next track', () => this.call('media_next_track')) : nothing}
            ${playing
              ? this.round('pause', 'Pause', () => this.call('media_pause'), {lit: true, id: 'play'})
              : this.round('play', 'Play', () => this.call('media_play'))}
            ${this.offers('turn_off') ? this.round('switch', 'Turn off', () => this.call('turn_off'), {id: 'power'}) : nothing}
          `)}
      ${typeof volume === 'number' && !off && this.offers('volume_set')
        ? html`<div class="more">
            <lares-slider .label="Volume of ${this.entity.name}" .value=${Math.round(volume * 100)}
              .disabled=${!this.isAvailable} .testid="volume-${this.entity.entity_id}"
              @chosen=${(/** @type {CustomEvent<number>} */ event) =>
                this.call('volume_set', {volume_level: event.detail / 100})}></lares-slider>
          </div>`
        : nothing}`;
  }
}

customElements.define('lares-media', LaresMedia);
