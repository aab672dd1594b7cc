/** A player: its picture, what plays, play and pause, how loud, from where. */

import {html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {modeWords} from '../states.js';
import {EntityElement} from './entity-element.js';

class LaresMedia extends EntityElement {
  static properties = {...EntityElement.properties, lost: {state: true}};

  static styles = [
    ...EntityElement.styles,
    css`
      .playing {
        display: grid;
        grid-template-columns: 72px minmax(0, 1fr);
        align-items: center;
        gap: 0.9rem;
      }
      img,
      .sleeve {
        width: 72px;
        height: 72px;
        border-radius: var(--radius-s);
        background: var(--sunken);
        object-fit: cover;
      }
      .sleeve {
        display: grid;
        place-items: center;
        color: var(--ink-3);
        font-size: 1.6rem;
      }
    `,
  ];

  constructor() {
    super();
    /** A picture that could not be loaded. */
    this.lost = '';
  }

  render() {
    const a = this.attributes_;
    const off = this.state?.state === 'off' || this.state?.state === 'standby';
    const {entity_id: id} = this.entity;
    return html`${this.row(off
        ? this.offers('turn_on') ? this.round('switch', t('card.turn_on'), () => this.call('turn_on'), {id: 'power'}) : nothing
        : this.offers('turn_off') ? this.round('switch', t('card.turn_off'), () => this.call('turn_off'), {id: 'power', lit: true}) : nothing)}
      ${off || !this.isAvailable ? nothing : html`<div class="more" data-testid="player-${id}">
        ${this.#picture()} <div class="line">${this.#buttons()}</div> ${this.#volume()}
        ${this.offers('select_source') ? this.choice(t('card.source'), a.source_list, a.source, (source) => this.call('select_source', {source}), {id: 'source', words: String}) : nothing}
        ${this.offers('select_sound_mode') ? this.choice(t('card.sound'), a.sound_mode_list, a.sound_mode, (mode) => this.call('select_sound_mode', {sound_mode: mode}), {id: 'sound', words: modeWords}) : nothing}
      </div>`}`;
  }

  /** The hub's own pictures only: the page loads nothing from elsewhere. */
  #picture() {
    const {entity_picture: address, media_title: title, media_album_name: album} = this.attributes_;
    if (typeof address !== 'string' || !address.startsWith('/') || address.startsWith('//') || address === this.lost) return nothing;
    return html`<div class="playing"><img src=${address} alt=${t('card.artwork', {title: album ?? title ?? this.entity.name})}
      data-testid="artwork-${this.entity.entity_id}" @error=${() => (this.lost = address)}>
      <div><div class="name">${title ?? nothing}</div><div class="hint">${album ?? nothing}</div></div></div>`;
  }

  #buttons() {
    const a = this.attributes_;
    const playing = this.state?.state === 'playing';
    return html`
      ${this.offers('media_previous_track') ? this.round('previous', t('card.previous'), () => this.call('media_previous_track')) : nothing}
      ${playing
        ? this.round('pause', t('card.pause'), () => this.call('media_pause'), {lit: true, id: 'play'})
        : this.round('play', t('card.play'), () => this.call('media_play'), {id: 'play'})}
      ${this.offers('media_stop') ? this.round('stop', t('card.stop'), () => this.call('media_stop')) : nothing}
      ${this.offers('media_next_track') ? this.round('next', t('card.next'), () => this.call('media_next_track')) : nothing}
      ${typeof a.is_volume_muted === 'boolean' && this.offers('volume_mute')
        ? this.round(a.is_volume_muted ? 'mute' : 'volume', t(a.is_volume_muted ? 'card.unmute' : 'card.mute'),
            () => this.call('volume_mute', {is_volume_muted: !a.is_volume_muted}), {id: 'mute', lit: a.is_volume_muted})
        : nothing}`;
  }

  #volume() {
    const {volume_level: volume} = this.attributes_;
    if (typeof volume !== 'number' || !this.offers('volume_set')) return nothing;
    return this.slide(t('card.volume'), Math.round(volume * 100), (next) => this.call('volume_set', {volume_level: next / 100}), {id: 'volume'});
  }
}

customElements.define('lares-media', LaresMedia);
