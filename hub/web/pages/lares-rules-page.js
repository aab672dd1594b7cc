/** The page "rules". */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-rules.js';

class LaresRulesPage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address. @type {string[]} */
    this.rest = [];
  }

  render() {
    return html`<lares-rules></lares-rules>`;
  }
}

customElements.define('lares-rules-page', LaresRulesPage);
