/** A vacuum: start, pause, go home. */

import {html} from '../lit.js';
import {EntityElement} from './entity-element.js';

class LaresVacuum extends EntityElement {
  render() {
    const cleaning = this.state?.state === 'cleaning';
    const docked = this.state?.state === 'docked';
    return this.row(html`
      ${cleaning
        ? this.round('pause', 'Pause', () => this.call('pause'), {id: 'start', lit: true})
        : this.round('play', 'Start cleaning', () => this.call('start'), {id: 'start'})}
      ${this.round('base', 'Send home', () => this.call('return_to_base'), {disabled: docked})}
    `);
  }
}

customElements.define('lares-vacuum', LaresVacuum);
