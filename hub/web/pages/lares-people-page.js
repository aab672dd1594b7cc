/** The page "people": who is here and what lets them in; zones; policies and what they would say. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-carried.js';
import '../elements/lares-people.js';
import '../elements/lares-policies.js';
import '../elements/lares-policy-tester.js';
import '../elements/lares-zones.js';

const ADULTS = new Set(['owner', 'adult']);

class LaresPeoplePage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base, buttons, sections, css``];

  constructor() {
    super();
    new Following(this);
    /** What follows the page's name in the address. @type {string[]} */
    this.rest = [];
    this.connection = store.connection;
  }

  connectedCallback() {
    super.connectedCallback();
    void store.people.load();
  }

  /** What changed while the hub was away is read when it is back. */
  willUpdate() {
    if (store.connection === 'online' && this.connection === 'offline') void store.people.load();
    this.connection = store.connection;
  }

  render() {
    const isAdult = ADULTS.has(store.people.me?.role ?? '');
    return html`<div class="page" data-testid="people">
      <div class="head"><h1>${isAdult ? t('people.title') : t('people.people')}</h1>
        <a class="round" href=${linkTo('home')} aria-label=${t('people.close')} title=${t('people.close')} data-testid="people-close">${icon('cross')}</a></div>
      ${store.connection === 'offline' ? html`<p class="note" role="status">${t('devices.offline')}</p>` : nothing}
      <lares-people></lares-people>
      <lares-carried></lares-carried>
      ${isAdult ? html`<lares-zones></lares-zones><lares-policies></lares-policies><lares-policy-tester></lares-policy-tester>` : nothing}
    </div>`;
  }
}

customElements.define('lares-people-page', LaresPeoplePage);
