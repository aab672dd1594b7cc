/** What a camera sees, or an image shows: a still, fetched anew while somebody looks. */

import {html, css} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

const EVERY_MS = 10_000;

class LaresCamera extends EntityElement {
  static properties = {...EntityElement.properties, turn: {state: true}, isLost: {state: true}};

  static styles = [
    ...EntityElement.styles,
    css`
      .still {
        display: grid;
        place-items: center;
        width: 100%;
        aspect-ratio: 16 / 9;
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: var(--ink-2);
        overflow: hidden;
      }
      img {
        display: block;
        width: 100%;
        height: 100%;
        object-fit: cover;
      }
      .none {
        display: grid;
        justify-items: center;
        gap: 0.4rem;
        font-size: 0.87rem;
      }
    `,
  ];

  constructor() {
    super();
    this.turn = 0;
    this.isLost = false;
    this.isSeen = false;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    this.watcher = new IntersectionObserver(([entry]) => (this.isSeen = entry.isIntersecting));
  }

  connectedCallback() {
    super.connectedCallback();
    this.watcher.observe(this);
    this.timer = setInterval(() => {
      if (this.isSeen && !document.hidden) this.#again();
    }, EVERY_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watcher.disconnect();
    clearInterval(this.timer);
  }

  render() {
    return html`${this.row(this.round('update', t('card.again'), () => this.#again(), {id: 'again'}))}
      <div class="more"><div class="still">${this.#still()}</div></div>`;
  }

  #still() {
    const address = this.attributes_.entity_picture;
    const {entity_id: id, name} = this.entity;
    if (typeof address !== 'string' || !address.startsWith('/api/') || this.isLost) {
      return html`<div class="none" role="status" data-testid="no-picture-${id}">${icon('camera')}${t('card.no_picture')}</div>`;
    }
    const turned = this.turn === 0 ? address : `${address}${address.includes('?') ? '&' : '?'}turn=${this.turn}`;
    return html`<img src=${turned} alt=${t('card.picture_of', {name})} data-testid="picture-${id}" loading="lazy"
      @error=${() => (this.isLost = true)}>`;
  }

  #again() {
    this.isLost = false;
    this.turn += 1;
  }
}

customElements.define('lares-camera', LaresCamera);
