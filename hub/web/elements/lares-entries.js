/** The connections of adopted devices and bridges: how each is doing, tried again, or let go. */

import {LitElement, html, nothing} from '../lit.js';
import {Following} from '../following.js';
import {desk} from '../devices.js';
import {fields, sections} from '../form-styles.js';
import {t} from '../i18n.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';

/** @typedef {import('../types.js').DeviceEntry} DeviceEntry */

/** @type {Record<DeviceEntry['status'], string>} */
const TONES = {connected: 'good', connecting: '', lost: 'warn', needs_attention: 'warn', failed: 'bad'};

class LaresEntries extends LitElement {
  static properties = {leaving: {state: true}};

  static styles = [base, buttons, sections, fields];

  constructor() {
    super();
    new Following(this);
    /** The entry that somebody is about to remove. */
    this.leaving = '';
  }

  render() {
    return html`<section aria-labelledby="entries"><h2 id="entries">${t('devices.connections')}</h2>
      <ul class="rows">${desk.entries.map((entry) => this.#entry(entry))}</ul></section>`;
  }

  /** @param {DeviceEntry} entry */
  #entry(entry) {
    const maker = desk.integration(entry.integration)?.name ?? entry.integration;
    const isBusy = desk.isBusy(entry.id);
    const [deviceId] = entry.device_ids;
    return html`<li data-testid="entry" data-title=${entry.title}><div class="line">
      <span class="who"><strong>${deviceId ? html`<a href=${linkTo('devices', deviceId)}>${entry.title}</a>` : entry.title}</strong>
        <span class="quiet">${maker}${entry.host ? ` · ${entry.host}` : ''}</span></span>
      <span class="tag ${TONES[entry.status]}" role="status" data-testid="entry-status" data-status=${entry.status}>${t(`devices.status_${entry.status}`)}</span>
      ${entry.status === 'connected' ? nothing : html`<button class="btn small" type="button" data-testid="entry-retry" ?disabled=${isBusy}
        aria-label="${t('devices.retry')}: ${entry.title}" @click=${() => void desk.retry(entry)}>${t('devices.retry')}</button>`}
      <button class="btn small danger" type="button" data-testid="entry-remove" ?disabled=${isBusy} aria-expanded=${this.leaving === entry.id}
        aria-label="${t('devices.remove')}: ${entry.title}" @click=${() => (this.leaving = this.leaving === entry.id ? '' : entry.id)}>${t('devices.remove')}</button>
      </div>
      ${entry.problem && entry.status !== 'connected' ? html`<p class="quiet" data-testid="entry-problem">${entry.problem}</p>` : nothing}
      ${this.leaving === entry.id ? html`<p class="note bad" role="alert">${t('devices.remove_sure', {name: entry.title})}</p>
        <div class="choices"><button class="btn danger" type="button" data-testid="entry-remove-now" @click=${() => void this.#remove(entry)}>${t('devices.yes_remove')}</button>
        <button class="btn" type="button" @click=${() => (this.leaving = '')}>${t('devices.cancel')}</button></div>` : nothing}
    </li>`;
  }

  /** @param {DeviceEntry} entry */
  async #remove(entry) {
    this.leaving = '';
    await desk.remove(entry);
  }
}

customElements.define('lares-entries', LaresEntries);
