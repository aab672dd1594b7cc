/** First run with the one-time code from the console; then name and password, or a token. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {goTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {ApiError} from '../client.js';
import {store} from '../store.js';

class LaresSignIn extends LitElement {
  static properties = {
    reason: {attribute: false},
    problem: {state: true},
    busy: {state: true},
    form: {state: true},
    isNew: {state: true},
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        min-height: 100vh;
        min-height: 100dvh;
        display: grid;
        place-items: center;
        padding: 1.25rem;
        background: radial-gradient(60rem 40rem at 50% 115%, var(--accent-soft), transparent 70%);
      }
      main {
        width: min(26rem, 100%);
        padding: 2rem;
        border: 1px solid var(--line);
        border-radius: 28px;
        background: var(--surface);
        box-shadow: var(--shadow-high);
      }
      .mark {
        display: grid;
        place-items: center;
        width: 60px;
        height: 60px;
        margin-bottom: 1.2rem;
        border-radius: 19px;
        background: var(--accent);
        color: var(--on-accent);
      }
      .mark .icon {
        width: 38px;
        height: 38px;
      }
      h1 {
        font-size: 1.65rem;
        font-weight: 650;
        letter-spacing: -0.02em;
      }
      .lead {
        margin: 0.35rem 0 1.4rem;
        color: var(--ink-2);
      }
      form {
        display: grid;
        gap: 0.9rem;
      }
      label {
        display: grid;
        gap: 0.3rem;
        font-size: 0.87rem;
        font-weight: 550;
      }
      input {
        min-height: 46px;
        padding: 0 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--ground);
        font-size: 1rem;
        font-weight: 400;
      }
      input.code {
        font-family: ui-monospace, monospace;
        font-size: 1.2rem;
        letter-spacing: 0.14em;
      }
      .btn {
        min-height: 46px;
      }
      .link {
        margin-top: 1rem;
        padding: 0.4rem 0;
        border: 0;
        background: none;
        color: var(--accent);
        font-weight: 550;
        text-align: left;
      }
      .note {
        margin-bottom: 1.1rem;
        padding: 0.65rem 0.9rem;
        border-radius: var(--radius-s);
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 0.9rem;
      }
      .note.bad {
        margin: 0;
        background: var(--bad-soft);
        color: var(--bad);
      }
    `,
  ];

  constructor() {
    super();
    this.reason = '';
    this.problem = '';
    this.busy = false;
    /** @type {'code' | 'password' | 'token' | ''} */
    this.form = '';
    this.isNew = false;
  }

  async firstUpdated() {
    try {
      this.isNew = await store.isNew();
    } catch {
      // The first try to sign in says why the hub cannot be reached.
      this.isNew = false;
    }
    this.form ||= this.isNew ? 'code' : 'password';
  }

  render() {
    if (this.form === '') return nothing;
    return html`<main data-testid="sign-in">
      <div class="mark">${icon('mark')}</div>
      <h1>${t(this.isNew ? 'sign_in.welcome' : 'sign_in.title')}</h1>
      <p class="lead">${t(`sign_in.lead_${this.form}`)}</p>
      ${this.reason ? html`<p class="note" role="status" data-testid="sign-in-reason">${this.reason}</p>` : nothing}
      ${this.form === 'code' ? this.#codeForm() : this.form === 'token' ? this.#tokenForm() : this.#passwordForm()}
      <button class="link" type="button" data-testid="switch-form" @click=${this.#switch}>${this.#other()}</button>
    </main>`;
  }

  #other() {
    if (this.form !== 'token') return t('sign_in.has_token');
    return t(this.isNew ? 'sign_in.has_code' : 'sign_in.has_password');
  }

  #switch() {
    this.form = this.form !== 'token' ? 'token' : this.isNew ? 'code' : 'password';
    this.problem = '';
  }

  #passwordForm() {
    return html`<form @submit=${this.#logIn}>
      <label>${t('sign_in.name')}
        <input name="name" required autocomplete="username" maxlength="60" data-testid="login-name">
      </label>
      <label>${t('sign_in.password')}
        <input name="password" type="password" required autocomplete="current-password" data-testid="login-password">
      </label>
      ${this.#problemNote()}
      <button class="btn primary" type="submit" ?disabled=${this.busy} data-testid="log-in">${t('sign_in.sign_in')}</button>
    </form>`;
  }

  #codeForm() {
    return html`<form @submit=${this.#onboard}>
      <label>${t('sign_in.code')}
        <input class="code" name="code" required autocomplete="one-time-code" spellcheck="false" data-testid="code">
      </label>
      <label>${t('sign_in.name')}
        <input name="name" required autocomplete="given-name" maxlength="60" data-testid="name">
      </label>
      ${this.#problemNote()}
      <button class="btn primary" type="submit" ?disabled=${this.busy} data-testid="onboard">${t('sign_in.own')}</button>
    </form>`;
  }

  #tokenForm() {
    return html`<form @submit=${this.#useToken}>
      <label>${t('sign_in.token')}
        <input name="token" type="password" required autocomplete="current-password" data-testid="token">
      </label>
      ${this.#problemNote()}
      <button class="btn primary" type="submit" ?disabled=${this.busy} data-testid="use-token">${t('sign_in.sign_in')}</button>
    </form>`;
  }

  #problemNote() {
    return this.problem ? html`<p class="note bad" role="alert" data-testid="sign-in-problem">${this.problem}</p>` : nothing;
  }

  /** @param {SubmitEvent} event */
  #onboard(event) {
    const field = fieldsOf(event);
    void this.#try(async () => {
      await store.onboard(field('code').trim(), field('name').trim());
      goTo('welcome');
    });
  }

  /** @param {SubmitEvent} event */
  #logIn(event) {
    const field = fieldsOf(event);
    void this.#try(() => store.logIn(field('name').trim(), field('password')));
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : t('sign_in.failed');
    } finally {
      this.busy = false;
    }
  }

  /** @param {SubmitEvent} event */
  #useToken(event) {
    store.signIn(fieldsOf(event)('token').trim());
  }
}

/**
 * Return what a form holds, by name; the page stays.
 *
 * @param {SubmitEvent} event
 */
function fieldsOf(event) {
  event.preventDefault();
  const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
  return (/** @type {string} */ name) => String(data.get(name) ?? '');
}

customElements.define('lares-sign-in', LaresSignIn);
