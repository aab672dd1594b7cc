/** The page "devices": what is new, what is adopted, and all devices by area; or one of them. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {devicesNew} from '../device-news.js';
import {desk} from '../devices.js';
import {sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-add-device.js';
import '../elements/lares-device.js';
import '../elements/lares-device-list.js';
import '../elements/lares-entries.js';
import '../elements/lares-new-devices.js';
import '../elements/lares-places.js';

class LaresDevicesPage extends LitElement {
  static properties = {rest: {attribute: false}};

  static styles = [base, buttons, sections, css``];

  constructor() {
    super();
    new Following(this);
    /** What follows the page's name in the address. @type {string[]} */
    this.rest = [];
  }

  connectedCallback() {
    super.connectedCallback();
    void desk.load();
    this.stop = devicesNew(() => void desk.load());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop?.();
  }

  render() {
    const [deviceId] = this.rest;
    const offline = store.connection === 'offline'
      ? html`<p class="note" role="status" data-testid="devices-offline">${t('devices.offline')}</p>` : nothing;
    if (store.home === null) return html`<div class="page"><div class="empty" role="status">${t('devices.loading')}</div></div>`;
    if (deviceId) {
      const others = store.home.devices.filter((one) => one.id !== deviceId);
      const device = store.home.devices.find((one) => one.id === deviceId);
      return html`<div class="page">${offline}<lares-device .device=${device} .others=${others}></lares-device></div>`;
    }
    return html`<div class="page" data-testid="devices">
      <h1>${t('devices.title')}</h1>${offline}
      ${desk.status === 'failed' ? this.#failed() : html`<lares-new-devices></lares-new-devices>
        <lares-add-device></lares-add-device>
        ${desk.entries.length > 0 ? html`<lares-entries></lares-entries>` : nothing}`}
      <lares-device-list></lares-device-list>
      <lares-places></lares-places>
    </div>`;
  }

  #failed() {
    return html`<div class="note bad line" role="alert"><span>${t('devices.failed')} ${desk.problem}</span>
      <button class="btn" type="button" @click=${() => void desk.load()}>${icon('undo')}${t('shell.again')}</button></div>`;
  }
}

customElements.define('lares-devices-page', LaresDevicesPage);
