/** The frame: sign-in, or header, ways, the page one is at, and the talk beside it. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {t} from '../i18n.js';
import {ASK, pageOf, pagesFor} from '../pages.js';
import {Routed, here} from '../router.js';
import {Scrolls} from '../scrolls.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-sign-in.js';
import './lares-header.js';
import './lares-nav.js';
import './lares-chat.js';
import './lares-confirm.js';
import './lares-toast.js';

/** @typedef {import('../pages.js').PageInfo} PageInfo */

class LaresApp extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      .page {
        display: grid;
        grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
        grid-template-areas: 'head' 'main' 'ways';
        height: 100vh;
        height: 100dvh;
      }
      lares-header {
        grid-area: head;
      }
      lares-nav {
        grid-area: ways;
      }
      main,
      .talk {
        grid-area: main;
        min-width: 0;
        min-height: 0;
        overflow: auto;
        overscroll-behavior: contain;
        scrollbar-color: var(--line) transparent;
      }
      main:focus,
      .talk:focus {
        outline: none;
      }
      main.hidden,
      .talk.hidden {
        display: none;
      }
      .skip {
        position: absolute;
        top: -4rem;
        left: 1rem;
        z-index: 9;
      }
      .skip:focus {
        top: 0.6rem;
      }
      .loading,
      .failed {
        display: grid;
        justify-items: center;
        gap: 1rem;
        padding: 20vh 1rem;
        color: var(--ink-2);
      }
      @media (min-width: 960px) {
        .page {
          grid-template: auto minmax(0, 1fr) / auto minmax(0, 1fr) minmax(350px, 27vw);
          grid-template-areas: 'head head head' 'ways main talk';
        }
        .page.whole {
          grid-template-areas: 'head head head' 'ways main main';
        }
        .page.asking {
          grid-template-areas: 'head head head' 'ways talk talk';
        }
        .talk.hidden {
          display: block;
        }
        .whole .talk.hidden {
          display: none;
        }
        .talk {
          grid-area: talk;
          margin: 0 1.25rem 1.25rem 0;
          border: 1px solid var(--line);
          border-radius: 24px;
          background: var(--surface);
          box-shadow: var(--shadow);
          overflow: hidden;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    new Routed(this);
    /** Pages whose elements are loaded. @type {Set<string>} */
    this.loaded = new Set();
    /** Pages that could not be loaded. @type {Set<string>} */
    this.failed = new Set();
    /** The page's element that is shown. @type {HTMLElement | null} */
    this.shown = null;
    this.scrolls = new Scrolls();
  }

  updated() {
    const main = this.renderRoot.querySelector('main');
    if (main !== null && store.home !== null && main.firstElementChild === this.shown) this.scrolls.arrived(main);
  }

  render() {
    if (store.signInReason !== null) {
      return html`<lares-sign-in .reason=${store.signInReason}></lares-sign-in><lares-toast></lares-toast>`;
    }
    const place = here();
    const page = this.#allowed(pageOf(place.page));
    const isAsking = page.id === ASK;
    return html`<div class="page ${isAsking ? 'asking' : page.wide ? 'whole' : ''}" data-testid="app">
        <nav aria-label=${t('nav.skip')}><a class="btn skip" href="#${isAsking ? 'ask' : page.id}" @click=${this.#skip}>${t('nav.skip')}</a></nav>
        <lares-header></lares-header>
        <lares-nav></lares-nav>
        <main id=${isAsking ? 'home' : page.id} tabindex="0" class=${isAsking ? 'hidden' : ''} aria-label=${t(`nav.${page.id}`)}
            @scroll=${(/** @type {Event} */ event) => this.scrolls.scrolled(/** @type {HTMLElement} */ (event.target))}>
          ${isAsking ? nothing : this.#page(page, place.rest)}
        </main>
        <section id="ask" tabindex="-1" role=${isAsking ? 'main' : 'complementary'} class="talk ${isAsking ? '' : 'hidden'}" aria-label=${t('nav.ask_here')}>
          <lares-chat></lares-chat></section>
      </div>
      ${store.controls.question ? html`<lares-confirm .question=${store.controls.question}></lares-confirm>` : nothing}
      <lares-toast></lares-toast>`;
  }

  /** Return the page, or home for those who do not see it. @param {PageInfo} page */
  #allowed(page) {
    return pagesFor(store.people.me?.role).includes(page) ? page : pageOf('home');
  }

  /**
   * @param {PageInfo} page
   * @param {string[]} rest
   */
  #page(page, rest) {
    if (this.failed.has(page.id)) {
      return html`<div class="failed" role="alert">${t('shell.page_failed')}
        <button class="btn" type="button" @click=${() => this.#load(page)}>${t('shell.again')}</button></div>`;
    }
    if (!this.loaded.has(page.id)) {
      void this.#load(page);
      return html`<div class="loading" role="status">${t('shell.loading')}</div>`;
    }
    if (this.shown?.localName !== page.tag) this.shown = document.createElement(page.tag);
    Object.assign(this.shown, {rest});
    return this.shown;
  }

  /** @param {PageInfo} page */
  async #load(page) {
    this.failed.delete(page.id);
    try {
      await page.load();
      this.loaded.add(page.id);
    } catch (error) {
      console.warn(error);
      this.failed.add(page.id);
    }
    this.requestUpdate();
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('main:not(.hidden), [role=main]'))?.focus();
  }
}

customElements.define('lares-app', LaresApp);
