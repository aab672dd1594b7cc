/** A siren: howling or still, in which tone and how loud. Silencing asks the guard. */

import {html, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

class LaresSiren extends EntityElement {
  render() {
    const a = this.attributes_;
    const isOn = this.state?.state === 'on';
    const {entity_id: id, name} = this.entity;
    const words = isOn ? t('card.silence') : t('card.sound_it');
    return html`${this.row()}
      <div class="more"><div class="line"><button class="btn ${isOn ? 'primary' : ''}" type="button" ?disabled=${!this.isAvailable || this.isPending}
          data-testid="siren-${id}" aria-label="${words}: ${name}" @click=${() => this.call(isOn ? 'turn_off' : 'turn_on')}>${words}</button></div>
        ${this.choice(t('card.tone'), a.available_tones, a.tone, (tone) => this.call('turn_on', {tone}), {id: 'tone'})}
        ${typeof a.volume_level === 'number' && isOn
          ? this.slide(t('card.volume'), Math.round(a.volume_level * 100), (next) => this.call('turn_on', {volume_level: next / 100}), {id: 'volume'})
          : nothing}
      </div>`;
  }
}

customElements.define('lares-siren', LaresSiren);
