/** The conversations that this browser keeps: open one again, or forget it. */

import {LitElement, html, css} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {formatAgo, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {keptTalks} from '../talks.js';

class LaresTalks extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(30rem, calc(100vw - 2rem));
        max-height: min(38rem, calc(100dvh - 4rem));
        padding: 1.3rem;
        border: 1px solid var(--line);
        border-radius: 26px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-high);
      }
      dialog::backdrop {
        background: rgb(20 14 6 / 45%);
        backdrop-filter: blur(3px);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.6rem;
        margin-bottom: 0.8rem;
      }
      h2 {
        font-size: 1.2rem;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      ul {
        display: grid;
        gap: 0.35rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.4rem;
      }
      .open {
        flex: 1;
        min-width: 0;
        padding: 0.6rem 0.9rem;
        border: 1px solid transparent;
        border-radius: 14px;
        background: var(--ground);
        text-align: left;
      }
      .open:hover {
        border-color: var(--accent);
      }
      .open[aria-current='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      .title {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      time,
      .none {
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      .round {
        width: 40px;
        height: 40px;
        flex: none;
      }
      .all {
        margin-top: 1rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  firstUpdated() {
    this.#dialog()?.showModal();
  }

  render() {
    const talks = keptTalks();
    return html`<dialog data-testid="talks" aria-labelledby="what" @close=${() => this.dispatchEvent(new Event('close'))}>
      <header><h2 id="what">${t('ask.earlier')}</h2>
        <button class="round" type="button" aria-label=${t('ask.close')} data-testid="talks-close" @click=${() => this.#dialog()?.close()}>${icon('cross')}</button></header>
      ${talks.length === 0 ? html`<p class="none">${t('ask.none_earlier')}</p>` : html`<ul>${talks.map((talk) => html`<li>
        <button class="open" type="button" data-testid="talk" aria-current=${talk.id === store.talk.id ? 'true' : 'false'}
          @click=${() => this.#open(talk.id)}><span class="title">${talk.title}</span><time datetime=${new Date(talk.at).toISOString()}>${formatAgo(talk.at)}</time></button>
        <button class="round" type="button" aria-label=${t('ask.forget', {title: talk.title})} data-testid="talk-forget"
          @click=${() => store.talk.drop(talk.id)}>${icon('bin')}</button></li>`)}</ul>
        <button class="btn small all" type="button" data-testid="talks-forget" @click=${this.#forgetAll}>${t('ask.forget_all')}</button>`}
    </dialog>`;
  }

  /** @param {string} id */
  #open(id) {
    store.talk.open(id);
    this.#dialog()?.close();
  }

  #forgetAll() {
    store.talk.forget();
    store.changed();
  }

  /** @returns {HTMLDialogElement | null} */
  #dialog() {
    return this.renderRoot.querySelector('dialog');
  }
}

customElements.define('lares-talks', LaresTalks);
