/** The page "rules": the list of them, or one: `#/rules/<key>/<part>`, or a new one: `#/rules/new/<kind>`. */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-rules.js';
import '../elements/lares-rule.js';

class LaresRulesPage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address. @type {string[]} */
    this.rest = [];
  }

  render() {
    const [key, ...more] = this.rest;
    if (!key) return html`<lares-rules></lares-rules>`;
    return html`<lares-rule .key=${key} .more=${more}></lares-rule>`;
  }
}

customElements.define('lares-rules-page', LaresRulesPage);
