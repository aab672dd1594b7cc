/** The page "home", and its lists: `#/home/lights`. */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-notices.js';
import '../elements/lares-home.js';

class LaresHomePage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address: a list's id. @type {string[]} */
    this.rest = [];
  }

  /** Where one goes next is ready before one goes, and even if the hub is away by then. */
  firstUpdated() {
    const next = () => Promise.all([import('../elements/lares-list.js'), import('./lares-area-page.js'), import('./lares-entity-page.js')]);
    requestIdleCallback(() => void next().catch(() => null));
  }

  render() {
    const [list] = this.rest;
    if (list) void import('../elements/lares-list.js').catch(() => null);
    if (list) return html`<lares-list .list=${list}></lares-list>`;
    return html`<lares-notices></lares-notices><lares-home></lares-home>`;
  }
}

customElements.define('lares-home-page', LaresHomePage);
