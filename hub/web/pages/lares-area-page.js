/** The page "area": `#/area/kitchen`. */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-area.js';

class LaresAreaPage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address: the area's id. @type {string[]} */
    this.rest = [];
  }

  render() {
    return html`<lares-area .areaId=${this.rest[0] ?? ''}></lares-area>`;
  }
}

customElements.define('lares-area-page', LaresAreaPage);
