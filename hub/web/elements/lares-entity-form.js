/** What people decide about an entity: its name, its area, what else it is called, and whether it is used. */

import {LitElement, html, css} from '../lit.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

class LaresEntityForm extends LitElement {
  static properties = {entity: {attribute: false}, isSaving: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      form {
        display: grid;
        gap: 0.7rem;
        padding: 0.9rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      h3 {
        font-size: 1rem;
        font-weight: 620;
      }
      label {
        display: grid;
        gap: 0.25rem;
        color: var(--ink-2);
        font-size: 0.87rem;
      }
      input:not([type='checkbox']),
      select {
        width: 100%;
        min-height: 42px;
        padding: 0 0.8rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        color: var(--ink);
        font-size: 1rem;
      }
      .check {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        min-height: 42px;
        color: var(--ink);
        font-size: 1rem;
      }
      .check input {
        width: 20px;
        height: 20px;
        accent-color: var(--accent);
      }
      button {
        justify-self: start;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../types.js').Entity} */
    this.entity = {entity_id: '', name: '', area_id: null, domain: ''};
    this.isSaving = false;
  }

  render() {
    const {entity} = this;
    const areas = [...(store.home?.areas ?? [])].sort((a, b) => a.name.localeCompare(b.name));
    return html`<form aria-labelledby="settings" data-testid="entity-form" @submit=${this.#save}>
      <h3 id="settings">${t('entity.settings')}</h3>
      <label>${t('entity.name')}<input name="name" maxlength="100" autocomplete="off" .value=${entity.name} data-testid="entity-name"></label>
      <label>${t('entity.area')}<select name="area" data-testid="entity-area">
        <option value="" .selected=${entity.area_id === null}>${t('entity.area_of_device')}</option>
        ${areas.map((area) => html`<option value=${area.id} .selected=${area.id === entity.area_id}>${area.name}</option>`)}</select></label>
      <label>${t('entity.aliases')}<input name="aliases" autocomplete="off" .value=${(entity.aliases ?? []).join(', ')} data-testid="entity-aliases"></label>
      <label class="check"><input type="checkbox" name="enabled" .checked=${entity.enabled !== false} data-testid="entity-enabled">${t('entity.enabled')}</label>
      <button class="btn primary" type="submit" ?disabled=${this.isSaving} data-testid="entity-save">${t('entity.save')}</button>
    </form>`;
  }

  /** Send what was changed and nothing else. @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    const {entity} = this;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const text = (/** @type {string} */ field) => String(form.get(field) ?? '').trim();
    const aliases = text('aliases').split(',').map((each) => each.trim()).filter(Boolean);
    const change = {
      ...(text('name') === entity.name ? {} : {name: text('name')}),
      ...(text('area') === (entity.area_id ?? '') ? {} : {area: text('area')}),
      ...(aliases.join() === (entity.aliases ?? []).join() ? {} : {aliases}),
      ...(form.has('enabled') === (entity.enabled !== false) ? {} : {enabled: form.has('enabled')}),
    };
    this.isSaving = true;
    try {
      if (Object.keys(change).length > 0) await store.api.patch(`lares/entities/${encodeURIComponent(entity.entity_id)}`, change);
      await store.reloadHome();
      store.say(t('entity.saved'));
    } catch (error) {
      store.say(store.complaint(error));
    }
    this.isSaving = false;
  }
}

customElements.define('lares-entity-form', LaresEntityForm);
