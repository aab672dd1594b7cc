/** The time, the weather and who is at home: what one looks for on a wall. */

import {LitElement, html, css, nothing} from '../lit.js';
import {FollowingEntities} from '../following.js';
import {icon, iconOf} from '../icons.js';
import {formatNumber, formatTime, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import {isAvailable, stateWords} from '../states.js';

/** @typedef {import('../types.js').Entity} Entity */

const TICK_MS = 5_000;

class LaresNow extends LitElement {
  static styles = [
    base,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0.3rem 1.4rem;
      }
      time {
        font-size: 2.3rem;
        font-weight: 300;
        line-height: 1.1;
        letter-spacing: -0.03em;
        font-variant-numeric: tabular-nums;
      }
      .date {
        color: var(--ink-2);
      }
      .side {
        align-items: center;
        margin-left: auto;
        color: var(--ink-2);
      }
      a,
      .who {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        min-height: 40px;
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        color: var(--accent);
      }
      .home .icon {
        color: var(--good);
      }
      strong {
        color: var(--ink);
        font-weight: 550;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    new FollowingEntities(this, () => this.#told().map((entity) => entity.entity_id));
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  render() {
    const now = new Date();
    return html`<div>
      <time datetime=${now.toISOString()}>${formatTime(now)}</time>
      <span class="date">${formatTime(now, {weekday: 'long', day: 'numeric', month: 'long'})}</span>
      <div class="side">${this.#told().map((entity) => (entity.domain === 'person' ? this.#person(entity) : this.#weather(entity)))}</div>
    </div>`;
  }

  /** @returns {Entity[]} */
  #told() {
    const entities = store.home?.entities.filter((entity) => entity.enabled !== false) ?? [];
    const weather = entities.find((entity) => entity.domain === 'weather');
    return [...(weather ? [weather] : []), ...entities.filter((entity) => entity.domain === 'person')];
  }

  /** @param {Entity} entity */
  #weather(entity) {
    const state = store.states.get(entity.entity_id);
    if (!isAvailable(state)) return nothing;
    const degrees = state?.attributes.temperature;
    return html`<a href=${linkTo('entity', entity.entity_id)} data-testid="now-weather">${icon(iconOf(entity, state))}
      ${typeof degrees === 'number' ? html`<strong>${formatNumber(degrees, {maximumFractionDigits: 0})}°</strong>` : nothing}${stateWords(entity, state)}</a>`;
  }

  /** @param {Entity} entity */
  #person(entity) {
    const state = store.states.get(entity.entity_id);
    const isHome = state?.state === 'home';
    return html`<a class=${isHome ? 'home' : ''} href=${linkTo('entity', entity.entity_id)} data-testid="now-person">${icon(isHome ? 'home' : 'person')}
      <strong>${entity.name}</strong>${isHome ? t('state.home') : stateWords(entity, state)}</a>`;
  }
}

customElements.define('lares-now', LaresNow);
