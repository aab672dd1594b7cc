/** The first step: a password, and what the home is called and where it is, as lines of lares.yaml. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {language, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {{location_name: string, latitude: number, longitude: number, time_zone: string, language: string}} Config */

const LANGUAGES = ['en', 'de', 'nl', 'fr', 'es', 'it', 'pl', 'pt'];

class LaresWelcomeHome extends LitElement {
  static properties = {config: {state: true}, wanted: {state: true}};

  static styles = [base, buttons, sections, fields, css``];

  constructor() {
    super();
    new Following(this);
    /** What the hub goes by now. @type {Config | null} */
    this.config = null;
    /** How it should be. @type {Config | null} */
    this.wanted = null;
  }

  async firstUpdated() {
    try {
      const config = await store.api.get('config');
      this.config = config;
      // Untouched defaults are no decision: what the browser knows is a better guess.
      const zone = config.time_zone === 'UTC' ? Intl.DateTimeFormat().resolvedOptions().timeZone : config.time_zone;
      this.wanted = {...config, time_zone: zone, language: config.language ?? language()};
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  render() {
    const {me} = store.people;
    return html`<section>
      <form class="panel" @submit=${this.#setPassword}>
        ${me?.has_password ? html`<p class="whole" role="status" data-testid="welcome-password-set">${t('welcome.password_set')}</p>` : html`
          <label class="whole">${t('welcome.password')}<input name="secret" type="password" required minlength="8" autocomplete="new-password"
            placeholder=${t('welcome.password_new')} data-testid="welcome-password"></label>
          <div class="choices"><button class="btn" type="submit" data-testid="welcome-password-save">${t('welcome.save')}</button></div>`}
      </form>
      ${this.wanted ? this.#home(this.wanted) : nothing}</section>`;
  }

  /** @param {Config} wanted */
  #home(wanted) {
    const lines = this.#lines(wanted);
    return html`<div class="panel"><p class="lead">${t('welcome.about')}</p>
      <form @input=${this.#typed} @submit=${(/** @type {SubmitEvent} */ event) => event.preventDefault()}>
        <label>${t('welcome.name')}<input name="location_name" maxlength="100" .value=${wanted.location_name} autocomplete="off" data-testid="welcome-name"></label>
        <label>${t('welcome.language')}<select name="language" data-testid="welcome-language">${[...new Set([wanted.language, ...LANGUAGES])].map((one) => html`<option ?selected=${one === wanted.language}>${one}</option>`)}</select></label>
        <label>${t('welcome.time_zone')}<select name="time_zone" data-testid="welcome-zone">${[...new Set([wanted.time_zone, ...Intl.supportedValuesOf('timeZone')])].map((one) => html`<option ?selected=${one === wanted.time_zone}>${one}</option>`)}</select></label>
        <label>${t('welcome.latitude')}<input name="latitude" type="number" step="any" min="-90" max="90" .value=${String(wanted.latitude)} data-testid="welcome-latitude"></label>
        <label>${t('welcome.longitude')}<input name="longitude" type="number" step="any" min="-180" max="180" .value=${String(wanted.longitude)} data-testid="welcome-longitude"></label>
      </form>
      <div role="status">${lines === '' ? html`<p class="note good" data-testid="welcome-same">${t('welcome.same')}</p>` : html`<p>${t('welcome.write')}</p><pre tabindex="0" data-testid="welcome-lines">${lines}</pre>`}</div>
      ${lines === '' ? nothing : html`<div class="choices"><button class="btn" type="button" data-testid="welcome-copy" @click=${() => void copy(lines)}>${t('welcome.copy')}</button></div>`}
    </div>`;
  }

  /** Return the lines that differ from what the hub goes by. @param {Config} wanted */
  #lines(wanted) {
    const {config} = this;
    if (config === null) return '';
    /** @type {[string, string | number, string | number][]} */
    const keys = [
      ['name', wanted.location_name, config.location_name],
      ['language', wanted.language, config.language],
      ['time_zone', wanted.time_zone, config.time_zone],
      ['latitude', wanted.latitude, config.latitude],
      ['longitude', wanted.longitude, config.longitude],
    ];
    return keys.filter(([, value, now]) => value !== now && value !== '').map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join('\n');
  }

  /** @param {InputEvent} event */
  #typed(event) {
    const {name, value, validity} = /** @type {HTMLInputElement} */ (event.target);
    if (this.wanted === null || !validity.valid) return;
    const isNumber = name === 'latitude' || name === 'longitude';
    this.wanted = {...this.wanted, [name]: isNumber ? Number(value) : value.trim()};
  }

  /** @param {SubmitEvent} event */
  async #setPassword(event) {
    event.preventDefault();
    const secret = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('secret') ?? '');
    const {me} = store.people;
    if (me && secret) await store.people.setSecret(me, 'password', secret, '');
  }
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    store.say(t('welcome.copied'));
  } catch {
    // The lines stand there to be copied by hand.
  }
}

customElements.define('lares-welcome-home', LaresWelcomeHome);
