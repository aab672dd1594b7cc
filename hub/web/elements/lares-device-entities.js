/** The entities of a device: what each says, its name, and whether it is used. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {desk} from '../devices.js';
import {fields, sections} from '../form-styles.js';
import {icon, iconOf} from '../icons.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {stateWords} from '../words.js';

/** @typedef {import('../types.js').Entity} Entity */

class LaresDeviceEntities extends LitElement {
  static properties = {entities: {attribute: false}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      form {
        display: flex;
        flex: 1 1 16rem;
        gap: 0.5rem;
      }
      input:not([type='checkbox']) {
        flex: 1;
      }
      .off {
        opacity: 0.6;
      }
      .check {
        flex: none;
        padding: 0 0.3rem;
      }
      .id {
        flex: 1 1 12rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {Entity[]} */
    this.entities = [];
  }

  render() {
    if (this.entities.length === 0) return nothing;
    return html`<section aria-labelledby="entities"><h2 id="entities">${t('devices.its_entities')}</h2>
      <ul class="rows">${this.entities.map((entity) => this.#entity(entity))}</ul></section>`;
  }

  /** @param {Entity} entity */
  #entity(entity) {
    const isUsed = entity.enabled !== false;
    const isBusy = desk.isBusy(entity.entity_id);
    const state = store.states.get(entity.entity_id);
    return html`<li class="line" data-testid="device-entity" data-id=${entity.entity_id}>
      <span class="bubble ${isUsed ? '' : 'off'}">${icon(iconOf(entity, state))}</span>
      <form @submit=${(/** @type {SubmitEvent} */ event) => this.#rename(event, entity)}>
        <input name="name" required maxlength="100" .value=${entity.name} aria-label=${t('devices.rename_entity', {name: entity.name})} autocomplete="off" data-testid="entity-name">
        <button class="round" type="submit" ?disabled=${isBusy} aria-label="${t('devices.save')}: ${entity.name}" title=${t('devices.save')} data-testid="entity-save">${icon('check')}</button></form>
      <span class="quiet id">${entity.entity_id}<br>${isUsed ? stateWords(entity, state) : t('devices.disabled')}</span>
      <label class="check"><input type="checkbox" .checked=${isUsed} ?disabled=${isBusy} aria-label=${t('devices.enabled_entity', {name: entity.name})}
        data-testid="entity-enabled" @change=${(/** @type {Event} */ event) =>
          void desk.changeEntity(entity.entity_id, {enabled: /** @type {HTMLInputElement} */ (event.target).checked})}></label>
    </li>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {Entity} entity
   */
  async #rename(event, entity) {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name') ?? '').trim();
    if (name !== entity.name && (await desk.changeEntity(entity.entity_id, {name}))) store.say(t('devices.saved'));
  }
}

customElements.define('lares-device-entities', LaresDeviceEntities);
