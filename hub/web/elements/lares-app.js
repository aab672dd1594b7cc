/** The whole page: sign-in, or the header with the two views. Side by side when wide, tabs when not. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {base} from '../styles.js';
import {Following, store} from '../store.js';
import './lares-sign-in.js';
import './lares-header.js';
import './lares-home.js';
import './lares-chat.js';
import './lares-confirm.js';
import './lares-notices.js';
import './lares-people.js';
import './lares-rules.js';
import './lares-toast.js';

class LaresApp extends LitElement {
  static properties = {tab: {state: true}};

  static styles = [
    base,
    css`
      .page {
        display: grid;
        grid-template: auto 1fr auto / minmax(0, 1fr);
        height: 100vh;
        height: 100dvh;
      }
      main {
        min-height: 0;
        display: grid;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      }
      section {
        min-width: 0;
        min-height: 0;
        overflow: auto;
        overscroll-behavior: contain;
        scrollbar-color: var(--line) transparent;
      }
      section.hidden {
        display: none;
      }
      nav {
        display: grid;
        grid-template-columns: 1fr 1fr;
        padding: 0.35rem 1rem calc(0.35rem + env(safe-area-inset-bottom));
        border-top: 1px solid var(--line);
        background: var(--surface);
      }
      nav button {
        display: grid;
        justify-items: center;
        gap: 0.1rem;
        padding: 0.35rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: var(--ink-2);
        font-size: 0.78rem;
      }
      nav .icon {
        width: 22px;
        height: 22px;
      }
      nav button[aria-selected='true'] {
        color: var(--accent);
        font-weight: 600;
      }
      @media (min-width: 960px) {
        main {
          grid-template-columns: minmax(0, 1fr) minmax(350px, 27vw);
        }
        section.hidden {
          display: block;
        }
        section.ask {
          margin: 0 1.25rem 1.25rem 0;
          border: 1px solid var(--line);
          border-radius: 24px;
          background: var(--surface);
          box-shadow: var(--shadow);
          overflow: hidden;
        }
        nav {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.tab = 'home';
    new Following(this);
  }

  render() {
    if (store.signInReason !== null) {
      return html`<lares-sign-in .reason=${store.signInReason}></lares-sign-in><lares-toast></lares-toast>`;
    }
    return html`<div class="page" data-testid="app">
        <lares-header></lares-header>
        <main>
          <section class=${this.tab === 'home' ? '' : 'hidden'} id="home" aria-label="Home"><lares-notices></lares-notices><lares-home></lares-home><lares-rules></lares-rules></section>
          <section class="ask ${this.tab === 'ask' ? '' : 'hidden'}" id="ask" aria-label="Ask"><lares-chat></lares-chat></section>
        </main>
        <nav role="tablist" aria-label="Views">${this.#tab('home', 'Home', 'home')}${this.#tab('ask', 'Ask', 'chat')}</nav>
      </div>
      ${store.question ? html`<lares-confirm .question=${store.question}></lares-confirm>` : nothing}
      ${store.people.isShown ? html`<lares-people></lares-people>` : nothing}
      <lares-toast></lares-toast>`;
  }

  /**
   * @param {string} id
   * @param {string} label
   * @param {string} iconName
   */
  #tab(id, label, iconName) {
    return html`<button type="button" role="tab" aria-controls=${id} aria-selected=${this.tab === id ? 'true' : 'false'}
      data-testid="tab-${id}" @click=${() => (this.tab = id)}>${icon(iconName)}${label}</button>`;
  }
}

customElements.define('lares-app', LaresApp);
