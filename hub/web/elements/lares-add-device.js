/** Adopts a device by its address: the form is made from what its integration asks for. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {areaField, areaFieldTemplate, areaOf} from '../area-field.js';
import {desk} from '../devices.js';
import {fields, sections} from '../form-styles.js';
import {t} from '../i18n.js';
import {dataOf, fieldTemplate, fieldsOf} from '../schema-fields.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').IntegrationInfo} IntegrationInfo */

class LaresAddDevice extends LitElement {
  static properties = {chosen: {state: true}, wanted: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    areaField,
    css`
      details ul {
        margin: 0.2rem 0;
        padding-left: 1.2rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** The integration that is chosen. */
    this.chosen = '';
    /** @type {import('../devices.js').Wanted | null} */
    this.wanted = null;
  }

  render() {
    const makers = desk.integrations.filter((one) => one.config !== null);
    const maker = makers.find((one) => one.domain === this.chosen);
    if (makers.length === 0) return nothing;
    return html`<details class="panel" data-testid="add-device"><summary>${t('devices.add')}</summary>
      <p class="lead">${t('devices.add_lead')}</p>
      <form @submit=${(/** @type {SubmitEvent} */ event) => void this.#add(event)}>
        <label class="whole">${t('devices.kind')}<select required data-testid="add-integration" .value=${this.chosen}
          @change=${(/** @type {Event} */ event) => this.#choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
          <option value="">${t('devices.choose')}</option>
          ${makers.map((one) => html`<option value=${one.domain}>${one.name}</option>`)}</select></label>
        ${maker ? this.#fields(maker) : nothing}
      </form></details>`;
  }

  /** @param {IntegrationInfo} maker */
  #fields(maker) {
    const all = fieldsOf(maker.config ?? {});
    const asked = this.wanted?.asks ?? [];
    const first = all.filter((one) => one.isRequired || asked.includes(one.key));
    const more = all.filter((one) => !first.includes(one));
    const isBusy = desk.isBusy('add');
    return html`${this.wanted ? html`<p class="note whole ${this.wanted.isRefused ? 'bad' : ''}" role="alert" data-testid="add-wanted">${this.wanted.message}${asked.length === 0 && !this.wanted.isRefused ? ` ${t('devices.press_then')}` : ''}</p>` : nothing}
      ${first.map(fieldTemplate)}
      <label>${t('devices.name')}<input name="own_name" maxlength="100" autocomplete="off" data-testid="add-name"></label>
      ${areaFieldTemplate(null)}
      ${more.length > 0 ? html`<details class="whole"><summary>${t('devices.more_fields')}</summary><div class="form">${more.map(fieldTemplate)}</div></details>` : nothing}
      <div class="whole quiet" data-testid="manifest-notes">${facts(maker)}
        ${(maker.notes ?? []).length > 0 ? html`<details><summary>${t('devices.notes')}</summary><ul>${maker.notes?.map((note) => html`<li>${note}</li>`)}</ul></details>` : nothing}</div>
      <div class="choices"><button class="btn primary" type="submit" data-testid="add-now" ?disabled=${isBusy} aria-busy=${isBusy}>
        ${isBusy ? t('devices.adopting') : t('devices.add_now')}</button></div>`;
  }

  /** @param {string} domain */
  #choose(domain) {
    this.chosen = domain;
    this.wanted = null;
  }

  /** @param {SubmitEvent} event */
  async #add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const name = String(new FormData(form).get('own_name') ?? '').trim();
    const {chosen} = this;
    try {
      const area = await areaOf(form);
      const data = dataOf(form, desk.integration(chosen)?.config ?? {});
      this.wanted = await desk.add(chosen, {data, ...(name ? {name} : {}), ...(area ? {area} : {})});
    } catch (error) {
      store.say(store.complaint(error));
      return;
    }
    if (this.wanted === null) {
      this.#choose('');
      form.reset();
      store.say(t('devices.adopted_now', {name: name || (desk.entries.at(-1)?.title ?? '')}));
    }
  }
}

/** Say what an integration speaks and was tried with, as its manifest tells. @param {IntegrationInfo} maker */
function facts(maker) {
  const protocols = maker.protocols?.length ? `${t('devices.protocols', {protocols: maker.protocols.join(', ')})}. ` : '';
  return protocols + (maker.devices?.length ? `${t('devices.known', {devices: maker.devices.join(', ')})}.` : '');
}

customElements.define('lares-add-device', LaresAddDevice);
