/** The hub's name, and whether connection, model and broker are well. */

import {LitElement, html, css, nothing, classMap} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {formatTime, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-settings.js';

const WELL = new Set(['ready', 'ok', 'up', 'running', 'connected', 'online', 'idle', 'busy', 'loaded']);
const COMING = new Set(['loading', 'starting', 'connecting', 'reconnecting', 'waiting']);

/** @type {Record<string, string>} */
const CONNECTION_WORDS = {online: 'shell.connected', offline: 'shell.offline', connecting: 'shell.connecting'};

class LaresHeader extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 0.7rem;
        padding: 0.8rem 1.25rem;
      }
      .mark {
        display: grid;
        place-items: center;
        width: 38px;
        height: 38px;
        flex: none;
        border-radius: 12px;
        background: var(--accent);
        color: var(--on-accent);
      }
      .mark .icon {
        width: 25px;
        height: 25px;
      }
      h1 {
        font-size: 1.2rem;
        font-weight: 650;
        letter-spacing: -0.015em;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .health {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        margin-left: auto;
      }
      .chip {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        padding: 0.28rem 0.7rem;
        border-radius: 999px;
        background: var(--surface);
        border: 1px solid var(--line);
        color: var(--ink-2);
        font-size: 0.82rem;
        white-space: nowrap;
      }
      .dot {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--ink-3);
        flex: none;
      }
      .good .dot {
        background: var(--good);
      }
      .coming .dot {
        background: var(--lit);
        animation: breathe 1s ease-in-out infinite alternate;
      }
      .bad {
        background: var(--bad-soft);
        border-color: transparent;
        color: var(--bad);
        font-weight: 600;
      }
      .bad .dot {
        background: var(--bad);
      }
      .banner {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        margin: 0 1.25rem 0.6rem;
        padding: 0.6rem 1rem;
        border-radius: var(--radius-s);
        background: var(--bad-soft);
        color: var(--bad);
        font-size: 0.9rem;
      }
      @keyframes breathe {
        to {
          opacity: 0.3;
        }
      }
      @media (max-width: 640px) {
        header {
          padding: 0.7rem 1rem;
        }
        .chip .words,
        .chip.part.good {
          display: none;
        }
        .chip {
          padding: 0.28rem 0.55rem;
        }
        .banner {
          margin: 0 1rem 0.5rem;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  render() {
    const {connection, health} = store;
    return html`<header>
        <div class="mark">${icon('mark')}</div>
        <h1 data-testid="hub-name">${store.hubName}</h1>
        <div class="health" role="status">
          ${this.#chip('connection', t(CONNECTION_WORDS[connection]), '',
            connection === 'online' ? 'good' : connection === 'offline' ? 'bad' : 'coming')}
          ${connection === 'online' ? html`${this.#part('model', t('shell.model'), health.model)}${this.#part('broker', t('shell.broker'), health.broker)}` : nothing}
          <a class="round" href=${linkTo('people')} aria-label=${t('nav.people')} title=${t('nav.people')} data-testid="people-open">${icon('people')}</a>
          <lares-settings></lares-settings>
        </div>
      </header>
      ${connection === 'offline' ? html`<div class="banner" role="alert" data-testid="offline">
        ${t('shell.offline_long')} ${store.lastHeard ? t('shell.stale', {time: formatTime(store.lastHeard)}) : nothing}</div>` : nothing}`;
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {{state?: string} | undefined} part
   */
  #part(id, label, part) {
    const state = part?.state?.toLowerCase();
    if (state === undefined) return nothing;
    const tone = WELL.has(state) ? 'good' : COMING.has(state) ? 'coming' : 'bad';
    return this.#chip(id, label, partWords(state), tone);
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {string} detail
   * @param {string} tone
   */
  #chip(id, label, detail, tone) {
    const words = detail ? `${label}: ${detail}` : label;
    return html`<span class=${classMap({chip: true, part: id !== 'connection', [tone]: true})} title=${words} data-testid=${id} data-state=${tone}>
      <span class="dot"></span><span class="words">${label}${detail && tone !== 'good' ? ` ${detail}` : ''}</span>
      <span class="visually-hidden">${words}</span></span>`;
  }
}

/** Say how a part is; what has no message says it itself. @param {string} state */
function partWords(state) {
  const key = `system.state_${state}`;
  const words = t(key);
  return words === key ? state : words;
}

customElements.define('lares-header', LaresHeader);
