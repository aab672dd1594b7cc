/** How far somebody gets: which areas and kinds of things they see and move, and how long. */

import {LitElement, html, css} from '../lit.js';
import {fields, sections} from '../form-styles.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').Grant} Grant */
/** @typedef {import('../types.js').User} User */

class LaresUserAccess extends LitElement {
  static properties = {user: {attribute: false}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      fieldset {
        display: grid;
        grid-column: 1 / -1;
        gap: 0.4rem;
        margin: 0;
        padding: 0.6rem 0.9rem 0.8rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
      }
      legend {
        font-weight: 600;
      }
      .ticks {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.1rem;
      }
      .ticks label {
        min-height: 40px;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {User | undefined} */
    this.user = undefined;
  }

  render() {
    const {user} = this;
    if (user === undefined) return html``;
    const persons = (store.home?.entities ?? []).filter((entity) => entity.domain === 'person');
    return html`<form data-testid="access-form" @submit=${(/** @type {SubmitEvent} */ event) => void this.#save(event, user)}>
      <p class="hint whole">${t('people.grant_hint')}</p>
      ${this.#grant('sees', t('people.sees'), user.sees)}${this.#grant('moves', t('people.moves'), user.moves)}
      <label>${t('people.until_field')}<input name="until" type="datetime-local" .value=${local(user.until)} data-testid="access-until"></label>
      <label>${t('people.person')}<select name="person" data-testid="access-person"><option value="">${t('people.nobody')}</option>
        ${persons.map((one) => html`<option value=${one.entity_id} ?selected=${one.entity_id === user.person_id}>${one.name}</option>`)}</select></label>
      <div class="choices"><button class="btn primary small" type="submit" data-testid="access-save">${t('people.save')}</button></div>
    </form>`;
  }

  /**
   * @param {'sees' | 'moves'} kind
   * @param {string} title
   * @param {Grant | undefined} grant
   */
  #grant(kind, title, grant) {
    const areas = (store.home?.areas ?? []).map((area) => ({id: area.id, name: area.name}));
    const domains = [...new Set((store.home?.entities ?? []).map((entity) => entity.domain))].sort().map((id) => ({id, name: id.replaceAll('_', ' ')}));
    return html`<fieldset data-testid="grant-${kind}"><legend>${title}</legend>
      ${ticks(t('people.areas'), `${kind}_areas`, areas, grant?.areas ?? [])}
      ${ticks(t('people.kinds'), `${kind}_domains`, domains, grant?.domains ?? [])}</fieldset>`;
  }

  /**
   * @param {SubmitEvent} event
   * @param {User} user
   */
  async #save(event, user) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const until = String(data.get('until') ?? '');
    const change = {
      sees: grantOf(data, 'sees'),
      moves: grantOf(data, 'moves'),
      until: until ? new Date(until).toISOString() : null,
      person_id: String(data.get('person') ?? '') || null,
    };
    if (await store.people.change(user, change)) this.dispatchEvent(new CustomEvent('done'));
  }
}

/**
 * @param {string} title
 * @param {string} name
 * @param {{id: string, name: string}[]} all
 * @param {string[]} ticked
 */
function ticks(title, name, all, ticked) {
  return html`<details ?open=${ticked.length > 0}><summary>${title}</summary><div class="ticks" role="group" aria-label=${title}>
    ${all.map((one) => html`<label class="check"><input type="checkbox" name=${name} value=${one.id} ?checked=${ticked.includes(one.id)}>${one.name}</label>`)}</div></details>`;
}

/**
 * @param {FormData} data
 * @param {'sees' | 'moves'} kind
 * @returns {Grant | null}
 */
function grantOf(data, kind) {
  const [areas, domains] = ['areas', 'domains'].map((part) => data.getAll(`${kind}_${part}`).map(String));
  return {areas: areas.length > 0 ? areas : null, domains: domains.length > 0 ? domains : null};
}

/** Write a moment as the field for dates wants it, in the browser's time. @param {string | null} moment */
function local(moment) {
  if (!moment) return '';
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

customElements.define('lares-user-access', LaresUserAccess);
