/** The page "home". */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-notices.js';
import '../elements/lares-home.js';

class LaresHomePage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address. @type {string[]} */
    this.rest = [];
  }

  render() {
    return html`<lares-notices></lares-notices><lares-home></lares-home>`;
  }
}

customElements.define('lares-home-page', LaresHomePage);
