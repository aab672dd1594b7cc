/** What is on, open, unlocked or unusual now, each leading to its list. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {LISTS, membersOf} from '../house.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** So few are called by their names. */
const MOST_NAMED = 1;

class LaresGlance extends LitElement {
  static styles = [
    base,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      a,
      span {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 42px;
        max-width: 100%;
        padding: 0.3rem 1rem 0.3rem 0.75rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--surface);
        color: inherit;
        font-size: 0.92rem;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      a:hover {
        border-color: var(--ink-3);
      }
      .icon {
        color: var(--ink-2);
      }
      .warm .icon {
        color: var(--lit-ink);
      }
      .good .icon {
        color: var(--good);
      }
      .bad {
        border-color: transparent;
        background: var(--bad-soft);
        color: var(--bad);
        font-weight: 600;
      }
      .bad .icon {
        color: inherit;
      }
      @media (max-width: 640px) {
        nav {
          flex-wrap: nowrap;
          margin: 0 -0.75rem;
          padding: 4px 0.75rem;
          overflow-x: auto;
          scrollbar-width: none;
        }
        a,
        span {
          flex: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  render() {
    const members = membersOf(LISTS);
    const lists = LISTS.map((list, at) => ({list, members: members[at]}));
    const has = (/** @type {string} */ id) => lists.some(({list, members}) => list.id === id && members.length > 0);
    const domains = new Set(store.home?.entities.map((entity) => entity.domain));
    return html`<nav aria-label=${t('home.glance')} data-testid="glance">
      ${lists.map(({list, members}) => (members.length === 0 ? nothing
        : html`<a class=${list.tone} href=${linkTo('home', list.id)} data-testid="glance-${list.id}">${icon(list.icon)}${
          members.length <= MOST_NAMED ? t(`home.one_${list.id}`, {name: members[0].name}) : t(`home.many_${list.id}`, {number: members.length})}</a>`))}
      ${domains.has('lock') && !has('unlocked') ? html`<span class="good" data-testid="glance-locked">${icon('lock')}${t('home.all_locked')}</span>` : nothing}
      ${domains.has('light') && !has('lights') ? html`<span data-testid="glance-dark">${icon('light')}${t('home.lights_off')}</span>` : nothing}
    </nav>`;
  }
}

customElements.define('lares-glance', LaresGlance);
