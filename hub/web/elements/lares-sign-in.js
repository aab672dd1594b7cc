/** First run with the one-time code from the console, or an existing token. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {base, buttons} from '../styles.js';
import {ApiError} from '../client.js';
import {store} from '../store.js';

class LaresSignIn extends LitElement {
  static properties = {
    reason: {attribute: false},
    problem: {state: true},
    busy: {state: true},
    hasToken: {state: true},
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
    this.hasToken = false;
  }

  firstUpdated() {
    if (this.reason) this.hasToken = true;
  }

  render() {
    return html`<main data-testid="sign-in">
      <div class="mark">${icon('mark')}</div>
      <h1>${this.hasToken ? 'Sign in to your home' : 'Welcome home'}</h1>
      <p class="lead">${this.hasToken
        ? 'Paste an access token of this hub.'
        : 'The hub printed a one-time code on its console. It makes you the owner.'}</p>
      ${this.reason ? html`<p class="note" role="status" data-testid="sign-in-reason">${this.reason}</p>` : nothing}
      ${this.hasToken ? this.#tokenForm() : this.#codeForm()}
      <button class="link" type="button" data-testid="switch-form" @click=${() => {
        this.hasToken = !this.hasToken;
        this.problem = '';
      }}>${this.hasToken ? 'I have a one-time code' : 'I have a token'}</button>
    </main>`;
  }

  #codeForm() {
    return html`<form @submit=${this.#onboard}>
      <label>One-time code
        <input class="code" name="code" required autocomplete="one-time-code" spellcheck="false" data-testid="code">
      </label>
      <label>Your name
        <input name="name" required autocomplete="given-name" maxlength="60" data-testid="name">
      </label>
      ${this.#problemNote()}
      <button class="btn primary" type="submit" ?disabled=${this.busy} data-testid="onboard">Make this my home</button>
    </form>`;
  }

  #tokenForm() {
    return html`<form @submit=${this.#useToken}>
      <label>Access token
        <input name="token" type="password" required autocomplete="current-password" data-testid="token">
      </label>
      ${this.#problemNote()}
      <button class="btn primary" type="submit" ?disabled=${this.busy} data-testid="use-token">Sign in</button>
    </form>`;
  }

  #problemNote() {
    return this.problem ? html`<p class="note bad" role="alert" data-testid="sign-in-problem">${this.problem}</p>` : nothing;
  }

  /** @param {SubmitEvent} event */
  async #onboard(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    this.busy = true;
    this.problem = '';
    try {
      await store.onboard(String(data.get('code')).trim(), String(data.get('name')).trim());
    } catch (error) {
      this.problem = error instanceof ApiError ? error.message : 'Something went wrong on this page.';
    } finally {
      this.busy = false;
    }
  }

  /** @param {SubmitEvent} event */
  #useToken(event) {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.target));
    store.signIn(String(data.get('token')).trim());
  }
}

customElements.define('lares-sign-in', LaresSignIn);
