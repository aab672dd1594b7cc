/** The page "entity": `#/entity/light.desk_lamp`, all there is to know about one thing. */

import {LitElement, html} from '../lit.js';
import {base} from '../styles.js';
import '../elements/lares-detail.js';

class LaresEntityPage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base];

  constructor() {
    super();
    /** What follows the page's name in the address: the entity's id. @type {string[]} */
    this.rest = [];
  }

  render() {
    return html`<lares-detail .entityId=${this.rest[0] ?? ''}></lares-detail>`;
  }
}

customElements.define('lares-entity-page', LaresEntityPage);
