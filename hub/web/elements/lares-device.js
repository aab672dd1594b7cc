/** One device: its name and area, what it is, its entities, and another that takes its place. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {areaField, areaFieldTemplate, areaOf} from '../area-field.js';
import {desk} from '../devices.js';
import {entitiesOf, healthOf, kindOf} from '../device-health.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {formatAgo, t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-device-entities.js';

/** @typedef {import('../types.js').Device} Device */

class LaresDevice extends LitElement {
  static properties = {device: {attribute: false}, others: {attribute: false}, moved: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    areaField,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.4rem;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.35rem 1.2rem;
        margin: 0;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .back {
        width: fit-content;
        color: var(--accent);
        font-weight: 550;
        line-height: 40px;
      }
      a {
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {Device | undefined} */
    this.device = undefined;
    /** @type {Device[]} */
    this.others = [];
    /** What another took over, in words. */
    this.moved = '';
  }

  render() {
    const {device} = this;
    const back = html`<a class="back" href=${linkTo('devices')} data-testid="all-devices">← ${t('devices.back')}</a>`;
    const note = this.moved ? html`<p class="note good" role="status" data-testid="replaced">${this.moved}</p>` : nothing;
    if (device === undefined) return html`${back}${note}<div class="empty" role="status">${icon('question')}${t('devices.gone')}</div>`;
    const entities = entitiesOf(device.id);
    const health = healthOf(device, entities);
    return html`${back}
      <div class="head"><h1 data-testid="device-name">${device.name}</h1>${health.isOff ? html`<span class="tag">${t('devices.off')}</span>`
        : health.isAway ? html`<span class="tag bad">${t('devices.unavailable')}</span>` : nothing}</div>
      ${note}${this.#settings(device, health.isOff)}
      <lares-device-entities .entities=${entities}></lares-device-entities>
      ${this.#facts(device, health)}${this.#replace(device)}`;
  }

  /**
   * @param {Device} device
   * @param {boolean} isOff
   */
  #settings(device, isOff) {
    const isBusy = desk.isBusy(device.id);
    return html`<section class="panel" aria-labelledby="settings"><h2 id="settings">${t('devices.settings')}</h2>
      <form data-testid="device-form" @submit=${(/** @type {SubmitEvent} */ event) => void this.#save(event, device)}>
        <label>${t('devices.name')}<input name="name" maxlength="100" required .value=${device.name} autocomplete="off" data-testid="device-rename"></label>
        ${areaFieldTemplate(device.area_id)}
        <div class="choices"><button class="btn primary" type="submit" ?disabled=${isBusy} aria-busy=${isBusy} data-testid="device-save">${t('devices.save')}</button>
          <button class="btn" type="button" ?disabled=${isBusy} data-testid="device-enable" aria-describedby="disable"
            @click=${() => void desk.changeDevice(device.id, {enabled: isOff})}>${isOff ? t('devices.enable') : t('devices.disable')}</button></div>
      </form><p class="quiet" id="disable">${t('devices.disable_lead')}</p></section>`;
  }

  /**
   * @param {Device} device
   * @param {import('../device-health.js').DeviceHealth} health
   */
  #facts(device, health) {
    const via = store.home?.devices.find((one) => one.id === device.via_device_id);
    /** @type {[string, unknown][]} */
    const facts = [
      [t('devices.maker'), device.manufacturer],
      [t('devices.model'), device.model],
      [t('devices.sw'), device.sw_version],
      [t('devices.hw'), device.hw_version],
      [t('devices.serial'), device.serial_number],
      [t('devices.via_fact'), via ? html`<a href=${linkTo('devices', via.id)}>${via.name}</a>` : null],
      [t('devices.last_seen'), health.lastSeen ? formatAgo(health.lastSeen) : t('devices.never_seen')],
      [t('devices.own_page'), /^https?:/.test(device.configuration_url ?? '')
        ? html`<a href=${device.configuration_url} target="_blank" rel="noreferrer">${device.configuration_url}</a>` : null],
    ];
    return html`<section class="panel" aria-labelledby="facts"><h2 id="facts">${t('devices.facts')}</h2>
      <dl data-testid="device-facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
  }

  /** @param {Device} device */
  #replace(device) {
    if (this.others.length === 0) return nothing;
    const sorted = [...this.others].sort((a, b) => Number(kindOf(b) === kindOf(device)) - Number(kindOf(a) === kindOf(device)) || a.name.localeCompare(b.name));
    return html`<details class="panel" data-testid="replace"><summary>${t('devices.replace')}</summary><p class="lead">${t('devices.replace_lead')}</p>
      <form @submit=${(/** @type {SubmitEvent} */ event) => void this.#replaceBy(event, device)}>
        <label>${t('devices.replace_by')}<select name="by" required data-testid="replace-by"><option value="">${t('devices.choose')}</option>
          ${sorted.map((one) => html`<option value=${one.id}>${one.name}${kindOf(one) ? ` (${kindOf(one)})` : ''}</option>`)}</select></label>
        <div class="choices"><button class="btn" type="submit" data-testid="replace-now" ?disabled=${desk.isBusy(device.id)}>${t('devices.replace_now')}</button></div>
      </form></details>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {Device} device
   */
  async #save(event, device) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const name = String(new FormData(form).get('name') ?? '').trim();
    try {
      const area = await areaOf(form);
      const change = {...(name === device.name ? {} : {name}), ...(area === (device.area_id ?? '') ? {} : {area})};
      if (await desk.changeDevice(device.id, change)) store.say(t('devices.saved'));
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  /**
   * @param {SubmitEvent} event
   * @param {Device} device
   */
  async #replaceBy(event, device) {
    event.preventDefault();
    const by = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('by') ?? '');
    const moved = await desk.replace(device.id, by);
    if (moved === null) return;
    const pairs = Object.entries(moved).map(([old, fresh]) => `${old} ← ${fresh}`).join(', ');
    this.moved = t('devices.replaced', {pairs});
  }
}

customElements.define('lares-device', LaresDevice);
