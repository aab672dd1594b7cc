/** An alarm panel: armed in one of its ways, disarmed, with its code on a pad where it wants one. */

import {html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

const WAYS = ['home', 'away', 'night', 'vacation', 'custom_bypass'];
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'clear', '0', 'back'];

class LaresAlarm extends EntityElement {
  static properties = {...EntityElement.properties, code: {state: true}};

  static styles = [
    ...EntityElement.styles,
    css`
      .pad {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0.4rem;
        max-width: 16rem;
        width: 100%;
        margin: 0 auto;
      }
      .pad button {
        min-height: 48px;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        font-size: 1.1rem;
      }
      .pad button.word {
        font-size: 0.82rem;
      }
      .code {
        width: 100%;
        max-width: 16rem;
        margin: 0 auto;
        text-align: center;
        letter-spacing: 0.2em;
      }
    `,
  ];

  constructor() {
    super();
    this.code = '';
  }

  render() {
    const disarmed = this.state?.state === 'disarmed';
    const ways = WAYS.filter((way) => this.offers(`alarm_arm_${way}`));
    const disabled = !this.isAvailable || this.isPending;
    const {entity_id: id, name} = this.entity;
    return html`${this.row()}
      <div class="more">
        ${this.#codeField()}
        <div class="line">
          ${disarmed
            ? ways.map((way) => html`<button class="btn" type="button" ?disabled=${disabled} data-testid="arm-${way}-${id}"
                aria-label="${t(`card.arm_${way}`)}: ${name}" @click=${() => this.#do(`alarm_arm_${way}`)}>${t(`card.arm_${way}`)}</button>`)
            : html`<button class="btn primary" type="button" ?disabled=${disabled} data-testid="disarm-${id}"
                aria-label="${t('card.disarm')}: ${name}" @click=${() => this.#do('alarm_disarm')}>${t('card.disarm')}</button>`}
        </div>
      </div>`;
  }

  #codeField() {
    const {code_format: format, code_arm_required: forArming} = this.attributes_;
    if (!format || (this.state?.state === 'disarmed' && forArming === false)) return nothing;
    const {entity_id: id, name} = this.entity;
    return html`<input class="entry code" type="password" inputmode=${format === 'number' ? 'numeric' : 'text'} autocomplete="off" maxlength="32"
        aria-label="${t('card.code')}: ${name}" placeholder=${t('card.code')} .value=${this.code} ?disabled=${!this.isAvailable}
        data-testid="code-${id}" @input=${(/** @type {Event} */ event) => (this.code = /** @type {HTMLInputElement} */ (event.target).value)}>
      ${format === 'number' ? html`<div class="pad" role="group" aria-label=${t('card.pad', {name})}>${KEYS.map((key) => this.#key(key))}</div>` : nothing}`;
  }

  /** @param {string} key */
  #key(key) {
    const isWord = key.length > 1;
    return html`<button type="button" class=${isWord ? 'word' : ''} data-testid="key-${key}-${this.entity.entity_id}" ?disabled=${!this.isAvailable}
      @click=${() => this.#press(key)}>${isWord ? t(`card.key_${key}`) : key}</button>`;
  }

  /** @param {string} key */
  #press(key) {
    this.code = key === 'clear' ? '' : key === 'back' ? this.code.slice(0, -1) : this.code + key;
  }

  /** @param {string} action */
  #do(action) {
    const {code} = this;
    this.code = '';
    this.call(action, code === '' ? {} : {code});
  }
}

customElements.define('lares-alarm', LaresAlarm);
