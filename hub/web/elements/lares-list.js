/** What is on a list of the glance: cards of its members, and of those that just were. */

import {LitElement, html, repeat} from '../lit.js';
import {Following} from '../following.js';
import {cardOf} from '../cards.js';
import {Columns} from '../columns.js';
import {grid} from '../grid-styles.js';
import {LISTS, membersOf} from '../house.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Entity} Entity */

class LaresList extends LitElement {
  static properties = {list: {attribute: false}};

  static styles = [base, grid];

  constructor() {
    super();
    this.columns = new Columns(this);
    this.list = '';
    /** Those shown since one came: nothing slips away under a finger. @type {Map<string, Entity>} */
    this.met = new Map();
    new Following(this);
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('list')) this.met = new Map();
    const list = LISTS.find((each) => each.id === this.list);
    for (const entity of list ? membersOf([list])[0] : []) this.met.set(entity.entity_id, entity);
  }

  render() {
    const offline = store.connection === 'offline';
    return html`<div class=${offline ? 'stale' : ''} data-testid="list-${this.list}">
      <div class="title"><a class="back" href=${linkTo('home')} aria-label=${t('home.back')} data-testid="back">${icon('back')}</a>
        <h2>${LISTS.some((each) => each.id === this.list) ? t(`home.list_${this.list}`) : t('home.no_list')}</h2></div>
      ${this.met.size === 0
        ? html`<div class="empty" role="status">${icon('check')}<strong>${store.home === null ? t('home.fetching') : t('home.list_empty')}</strong></div>`
        : html`<div class="cards">${this.columns.deal([...this.met.values()]).map((column) => html`<div class="column">${
            repeat(column, (e) => e.entity_id, (e) => cardOf(e))}</div>`)}</div>`}
      </div>`;
  }
}

customElements.define('lares-list', LaresList);
