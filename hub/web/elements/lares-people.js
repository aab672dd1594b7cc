/** Who lives here: oneself with password and PIN, and for owners everybody. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {formatTime, t} from '../i18n.js';
import {ROLES} from '../people.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-user-access.js';

/** @typedef {import('../types.js').User} User */
/** @typedef {'password' | 'pin' | 'access' | 'remove'} Part */

class LaresPeople extends LitElement {
  static properties = {open: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      .line select {
        flex: 0 1 8rem;
        width: auto;
        font-size: 0.9rem;
      }
      li form,
      li lares-user-access {
        margin-top: 0.7rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** Whose part is open, and which: "<user id> pin". */
    this.open = '';
  }

  render() {
    const {me, users} = store.people;
    const shown = users.length > 0 ? users : me ? [me] : [];
    return html`<section aria-labelledby="people"><h2 id="people">${t('people.people')}</h2>
      ${shown.length === 0 ? html`<div class="empty" role="status">${t('people.loading')}</div>`
        : html`<ul class="rows">${shown.map((user) => this.#user(user, user.id === me?.id))}</ul>`}
      ${me?.role === 'owner' ? this.#newcomer() : nothing}</section>`;
  }

  /**
   * @param {User} user
   * @param {boolean} isMe
   */
  #user(user, isMe) {
    const rules = store.people.me?.role === 'owner' && !isMe;
    return html`<li data-testid="user" data-name=${user.name}>
      <div class="line">
        <span class="who"><strong>${isMe ? t('people.you', {name: user.name}) : user.name}</strong><span class="quiet">${facts(user)}</span></span>
        ${rules ? html`<select aria-label=${t('people.role_of', {name: user.name})} data-testid="user-role" .value=${user.role}
          @change=${(/** @type {Event} */ event) =>
            void store.people.change(user, {role: /** @type {HTMLSelectElement} */ (event.target).value})}>
          ${ROLES.map((role) => html`<option value=${role} ?selected=${role === user.role}>${t(`people.role_${role}`)}</option>`)}
        </select>` : nothing}
        <span class="acts">${this.#opener(user, 'password', t('people.password'), t('people.set_password', {name: user.name}))}
        ${this.#opener(user, 'pin', t('people.pin'), t('people.set_pin', {name: user.name}))}
        ${rules ? html`${this.#opener(user, 'access', t('people.access'), t('people.access_of', {name: user.name}))}
          ${this.#opener(user, 'remove', t('people.remove'), t('people.remove_this', {name: user.name}))}` : nothing}</span>
      </div>
      ${this.#isOpen(user, 'password') ? this.#secret(user, 'password', isMe && user.has_password) : nothing}
      ${this.#isOpen(user, 'pin') ? this.#secret(user, 'pin', isMe && user.has_pin) : nothing}
      ${this.#isOpen(user, 'access') ? html`<lares-user-access .user=${user} @done=${() => (this.open = '')}></lares-user-access>` : nothing}
      ${this.#isOpen(user, 'remove') ? html`<p class="note bad" role="alert">${t('people.remove_sure', {name: user.name})}</p>
        <div class="choices"><button class="btn danger" type="button" data-testid="remove-user-now" @click=${() => void this.#remove(user)}>${t('people.remove_this', {name: user.name})}</button>
        <button class="btn" type="button" @click=${() => (this.open = '')}>${t('people.cancel')}</button></div>` : nothing}
    </li>`;
  }

  /**
   * @param {User} user
   * @param {Part} part
   */
  #isOpen(user, part) {
    return this.open === `${user.id} ${part}`;
  }

  /**
   * @param {User} user
   * @param {Part} part
   * @param {string} words
   * @param {string} label
   */
  #opener(user, part, words, label) {
    const key = `${user.id} ${part}`;
    const id = part === 'remove' ? 'remove-user' : part === 'access' ? 'user-access' : `set-${part}`;
    return html`<button class="btn small ${part === 'remove' ? 'danger' : ''}" type="button" data-testid=${id} aria-expanded=${this.open === key}
      aria-label=${label} @click=${() => (this.open = this.open === key ? '' : key)}>${words}</button>`;
  }

  /**
   * @param {User} user
   * @param {'password' | 'pin'} what
   * @param {boolean} needsCurrent
   */
  #secret(user, what, needsCurrent) {
    const name = what === 'pin' ? t('people.pin') : t('people.a_password');
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => void this.#setSecret(event, user, what)}>
      ${needsCurrent ? html`<label>${t('people.current', {what: name})}<input name="current" type="password" required autocomplete="current-password" data-testid="current-secret"></label>` : nothing}
      <label>${t('people.new_secret', {what: name})}<input name="secret" type="password" required autocomplete="new-password"
        inputmode=${what === 'pin' ? 'numeric' : 'text'} data-testid="new-secret"></label>
      ${what === 'password' ? html`<label class="check whole"><input type="checkbox" name="end_all" data-testid="end-all">${t('people.end_all')}</label>` : nothing}
      <div class="choices"><button class="btn primary small" type="submit" data-testid="save-secret">${t('people.save')}</button></div>
    </form>`;
  }

  #newcomer() {
    return html`<details class="panel" open><summary data-testid="newcomer">${t('people.newcomer')}</summary><form @submit=${this.#add}>
      <label>${t('people.name')}<input name="name" required maxlength="60" autocomplete="off" data-testid="new-name"></label>
      <label>${t('people.role')}<select name="role" data-testid="new-role">
        ${ROLES.map((role) => html`<option value=${role} ?selected=${role === 'adult'}>${t(`people.role_${role}`)}</option>`)}
      </select></label>
      <label>${t('people.until_field')}<input name="until" type="datetime-local" data-testid="new-until"></label>
      <div class="choices"><button class="btn primary" type="submit" data-testid="add-user">${t('people.add')}</button></div>
    </form></details>`;
  }

  /** @param {SubmitEvent} event */
  async #add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const data = new FormData(form);
    const [name, role, until] = ['name', 'role', 'until'].map((key) => String(data.get(key) ?? '').trim());
    if (await store.people.add(name, role, until)) form.reset();
  }

  /**
   * @param {SubmitEvent} event
   * @param {User} user
   * @param {'password' | 'pin'} what
   */
  async #setSecret(event, user, what) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const secret = String(data.get('secret') ?? '');
    if (await store.people.setSecret(user, what, secret, String(data.get('current') ?? ''), data.has('end_all'))) this.open = '';
  }

  /** @param {User} user */
  async #remove(user) {
    this.open = '';
    await store.people.remove(user);
  }
}

/**
 * Say in few words who somebody is.
 *
 * @param {User} user
 */
function facts(user) {
  const time = user.until ? formatTime(user.until, {dateStyle: 'medium', timeStyle: 'short'}) : '';
  const ends = user.until ? t(user.is_over ? 'people.ended' : 'people.until', {time}) : '';
  const secrets = [user.has_password ? t('people.a_password') : '', user.has_pin ? t('people.pin') : ''].filter(Boolean).join(t('people.and'));
  const narrowed = (/** @type {import('../types.js').Grant | undefined} */ grant) => Boolean(grant?.areas ?? grant?.domains);
  return [
    t(`people.role_${user.role}`), ends, secrets ? t('people.has', {what: secrets}) : t('people.no_secret'),
    narrowed(user.sees) ? t('people.sees_some') : '', narrowed(user.moves) ? t('people.moves_some') : '',
  ].filter(Boolean).join(' · ');
}

customElements.define('lares-people', LaresPeople);
