/** What is on or off and nothing else: switches, remotes, groups, virtual switches. */

import {EntityElement} from './entity-element.js';

class LaresSwitch extends EntityElement {
  render() {
    return this.row(this.offers('turn_on') && this.offers('turn_off') ? this.toggle() : undefined);
  }
}

customElements.define('lares-switch', LaresSwitch);
