/** Who lives here: oneself with password and PIN, and for owners everybody. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {base, buttons} from '../styles.js';
import {ROLES} from '../people.js';
import {Following, store} from '../store.js';
import {capital} from '../words.js';

/** @typedef {import('../types.js').User} User */

class LaresPeople extends LitElement {
  static properties = {open: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(34rem, calc(100vw - 1.5rem));
        max-height: calc(100dvh - 2rem);
        padding: 1.4rem;
        border: 1px solid var(--line);
        border-radius: 26px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-high);
        overflow: auto;
      }
      dialog::backdrop {
        background: rgb(20 14 6 / 45%);
        backdrop-filter: blur(3px);
      }
      header {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        margin-bottom: 0.8rem;
      }
      h2 {
        flex: 1;
        font-size: 1.3rem;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 0.6rem 0.7rem 0.6rem 1rem;
        border: 1px solid var(--line);
        border-radius: 18px;
        background: var(--raised);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
      }
      .who {
        flex: 1 1 9rem;
        min-width: 0;
        font-weight: 560;
        overflow-wrap: anywhere;
      }
      .facts {
        display: block;
        color: var(--ink-2);
        font-size: 0.82rem;
        font-weight: 400;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.6rem;
      }
      input,
      select {
        flex: 1 1 8rem;
        min-width: 0;
        min-height: 40px;
        padding: 0 0.8rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--ground);
      }
      .row select {
        flex: 0 1 6.5rem;
        min-height: 34px;
        font-size: 0.87rem;
      }
      input[type='datetime-local'] {
        flex-basis: 12rem;
      }
      h3 {
        margin-top: 1.1rem;
        font-size: 0.95rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** Whose form is open, and which: "<user id> pin". */
    this.open = '';
  }

  firstUpdated() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.showModal();
  }

  render() {
    const {me, users} = store.people;
    const shown = users.length > 0 ? users : me ? [me] : [];
    return html`<dialog data-testid="people" aria-labelledby="title" @cancel=${() => store.people.hide()}>
      <header><h2 id="title">People</h2>
        <button class="round" type="button" aria-label="Close" data-testid="people-close"
          @click=${() => store.people.hide()}>${icon('cross')}</button></header>
      <ul>${shown.map((user) => this.#user(user, user.id === me?.id))}</ul>
      ${me?.role === 'owner' ? this.#newcomer() : nothing}
    </dialog>`;
  }

  /**
   * @param {User} user
   * @param {boolean} isMe
   */
  #user(user, isMe) {
    const isOwner = store.people.me?.role === 'owner';
    return html`<li data-testid="user" data-name=${user.name}>
      <div class="row">
        <span class="who">${user.name}${isMe ? ' (you)' : ''}<span class="facts">${facts(user)}</span></span>
        ${isOwner && !isMe ? html`<select aria-label="Role of ${user.name}" data-testid="user-role"
          @change=${(/** @type {Event} */ event) =>
            void store.people.change(user, {role: /** @type {HTMLSelectElement} */ (event.target).value})}>
          ${ROLES.map((role) => html`<option value=${role} ?selected=${role === user.role}>${capital(role)}</option>`)}
        </select>` : nothing}
        ${this.#opener(user, 'password')} ${this.#opener(user, 'pin')}
        ${isOwner && !isMe ? html`<button class="btn small" type="button" data-testid="remove-user"
          aria-label="Remove ${user.name}" @click=${() => void store.people.remove(user)}>Remove</button>` : nothing}
      </div>
      ${this.open === `${user.id} password` ? this.#secret(user, 'password', isMe && user.has_password) : nothing}
      ${this.open === `${user.id} pin` ? this.#secret(user, 'pin', isMe && user.has_pin) : nothing}
    </li>`;
  }

  /**
   * @param {User} user
   * @param {'password' | 'pin'} what
   */
  #opener(user, what) {
    const key = `${user.id} ${what}`;
    return html`<button class="btn small" type="button" data-testid="set-${what}" aria-expanded=${this.open === key}
      @click=${() => (this.open = this.open === key ? '' : key)}>${what === 'pin' ? 'PIN' : 'Password'}</button>`;
  }

  /**
   * @param {User} user
   * @param {'password' | 'pin'} what
   * @param {boolean} needsCurrent
   */
  #secret(user, what, needsCurrent) {
    const name = what === 'pin' ? 'PIN' : 'password';
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => void this.#setSecret(event, user, what)}>
      ${needsCurrent ? html`<input name="current" type="password" required autocomplete="current-password"
        placeholder="Current ${name}" aria-label="Current ${name}" data-testid="current-secret">` : nothing}
      <input name="secret" type="password" required autocomplete="new-password" inputmode=${what === 'pin' ? 'numeric' : 'text'}
        placeholder="New ${name}" aria-label="New ${name}" data-testid="new-secret">
      <button class="btn primary small" type="submit" data-testid="save-secret">Save</button>
    </form>`;
  }

  #newcomer() {
    return html`<h3>Somebody new</h3><form @submit=${this.#add}>
      <input name="name" required maxlength="60" placeholder="Name" aria-label="Name" data-testid="new-name">
      <select name="role" aria-label="Role" data-testid="new-role">
        ${ROLES.map((role) => html`<option value=${role} ?selected=${role === 'adult'}>${capital(role)}</option>`)}
      </select>
      <input name="until" type="datetime-local" aria-label="Until, if it ends" title="Until, if it ends" data-testid="new-until">
      <button class="btn primary small" type="submit" data-testid="add-user">Add</button>
    </form>`;
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
    if (await store.people.setSecret(user, what, secret, String(data.get('current') ?? ''))) this.open = '';
  }
}

/**
 * Say in few words who somebody is.
 *
 * @param {User} user
 */
function facts(user) {
  const ends = user.until
    ? `${user.is_over ? 'access ended' : 'until'} ${new Date(user.until).toLocaleString([], {dateStyle: 'medium', timeStyle: 'short'})}`
    : '';
  const secrets = [user.has_password ? 'password' : '', user.has_pin ? 'PIN' : ''].filter(Boolean).join(' and ');
  return [capital(user.role), ends, secrets ? `has a ${secrets}` : 'no password, no PIN'].filter(Boolean).join(' · ');
}

customElements.define('lares-people', LaresPeople);
