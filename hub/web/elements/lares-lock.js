/** A lock. Unlocking and opening ask the guard, who asks a person: see lares-confirm. */

import {html, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

class LaresLock extends EntityElement {
  render() {
    const locked = this.state?.state === 'locked';
    const {entity_id: id, name} = this.entity;
    return html`${this.row()}<div class="more"><div class="line">
      <button class="btn ${locked ? '' : 'primary'}" type="button"
        ?disabled=${!this.isAvailable || this.isPending} data-testid="lock-${id}"
        aria-label="${locked ? t('card.unlock') : t('card.lock')}: ${name}" @click=${() => this.call(locked ? 'unlock' : 'lock')}
        >${icon(locked ? 'unlock' : 'lock')}${locked ? t('card.unlock') : t('card.lock')}</button>
      ${this.offers('open')
        ? html`<button class="btn" type="button" ?disabled=${!this.isAvailable || this.isPending} data-testid="unlatch-${id}"
            aria-label="${t('card.unlatch')}: ${name}" @click=${() => this.call('open')}>${icon('door')}${t('card.unlatch')}</button>`
        : nothing}
      ${this.#code()}</div></div>`;
  }

  #code() {
    const who = this.attributes_.changed_by;
    return who ? html`<span class="hint">${t('card.changed_by', {who})}</span>` : nothing;
  }
}

customElements.define('lares-lock', LaresLock);
