/** The way from page to page: a rail beside them when there is room, a bar below on a phone. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {pageOf, pagesFor} from '../pages.js';
import {Routed, here, linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../pages.js').PageInfo} PageInfo */

class LaresNav extends LitElement {
  static properties = {isOpen: {state: true}};

  static styles = [
    base,
    css`
      nav {
        display: flex;
        gap: 0.15rem;
      }
      a,
      button {
        display: grid;
        justify-items: center;
        gap: 0.1rem;
        min-width: 0;
        padding: 0.4rem 0.3rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        color: var(--ink-2);
        font-size: 0.76rem;
        text-decoration: none;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      a:hover,
      button:hover {
        background: var(--sunken);
      }
      .icon {
        width: 22px;
        height: 22px;
      }
      [aria-current='page'] {
        color: var(--accent);
        font-weight: 600;
      }
      @media (max-width: 959px) {
        nav {
          position: relative;
          padding: 0.3rem 0.5rem calc(0.3rem + env(safe-area-inset-bottom));
          border-top: 1px solid var(--line);
          background: var(--surface);
        }
        nav > * {
          flex: 1 1 0;
        }
        .far {
          display: none;
        }
        .far.open {
          position: absolute;
          right: 0.5rem;
          bottom: 100%;
          z-index: 3;
          display: grid;
          min-width: 11rem;
          margin-bottom: 0.4rem;
          padding: 0.4rem;
          border: 1px solid var(--line);
          border-radius: var(--radius);
          background: var(--raised);
          box-shadow: var(--shadow-high);
        }
        .far.open a {
          grid-template-columns: auto 1fr;
          justify-items: start;
          gap: 0.7rem;
          align-items: center;
          padding: 0.6rem 0.8rem;
          font-size: 0.95rem;
        }
      }
      @media (min-width: 960px) {
        nav,
        .far {
          display: flex;
          flex-direction: column;
          gap: 0.15rem;
        }
        nav {
          width: 5.6rem;
          padding: 0.2rem 0.5rem;
        }
        a {
          padding: 0.6rem 0.2rem;
        }
        [aria-current='page'] {
          background: var(--accent-soft);
        }
        button {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.isOpen = false;
    new Following(this);
    new Routed(this);
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.isOpen = false;
    });
  }

  render() {
    const pages = pagesFor(store.people.me?.role).filter((page) => page.nav !== false);
    const near = pages.filter((page) => page.bar);
    const far = pages.filter((page) => !page.bar);
    return html`<nav aria-label=${t('nav.label')}>
      ${near.map((page) => this.#link(page))}
      ${far.length === 0 ? nothing : html`
        <button type="button" aria-expanded=${this.isOpen} aria-controls="far" data-testid="nav-more"
          @click=${() => (this.isOpen = !this.isOpen)}>${icon('more')}${t('nav.more')}</button>
        <div class="far ${this.isOpen ? 'open' : ''}" id="far">${far.map((page) => this.#link(page))}</div>`}
    </nav>`;
  }

  /** @param {PageInfo} page */
  #link(page) {
    const at = pageOf(here().page);
    return html`<a href=${linkTo(page.id)} data-testid="tab-${page.id}" aria-current=${[at.id, at.under].includes(page.id) ? 'page' : 'false'}
      @click=${() => (this.isOpen = false)}>${icon(page.icon)}<span>${t(`nav.${page.id}`)}</span></a>`;
  }
}

customElements.define('lares-nav', LaresNav);
