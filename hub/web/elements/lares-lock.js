/** A lock. Unlocking asks the guard, who asks a person: see lares-confirm. */

import {html} from '../lit.js';
import {icon} from '../icons.js';
import {EntityElement} from './entity-element.js';

class LaresLock extends EntityElement {
  render() {
    const locked = this.state?.state === 'locked';
    const action = locked ? 'unlock' : 'lock';
    return this.row(html`<button class="btn small ${locked ? '' : 'primary'}" type="button"
      ?disabled=${!this.isAvailable || this.isPending} data-testid="lock-${this.entity.entity_id}"
      aria-label="${locked ? 'Unlock' : 'Lock'} ${this.entity.name}" @click=${() => this.call(action)}
      >${icon(locked ? 'unlock' : 'lock')}${locked ? 'Unlock' : 'Lock'}</button>`);
  }
}

customElements.define('lares-lock', LaresLock);
