/** The guard asks a person before a control may act. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

class LaresConfirm extends LitElement {
  static properties = {question: {attribute: false}};

  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(24rem, calc(100vw - 2rem));
        padding: 1.6rem;
        border: 1px solid var(--line);
        border-radius: 26px;
        background: var(--surface);
        color: var(--ink);
        box-shadow: var(--shadow-high);
      }
      dialog::backdrop {
        background: rgb(20 14 6 / 45%);
        backdrop-filter: blur(3px);
      }
      .shield {
        display: grid;
        place-items: center;
        width: 52px;
        height: 52px;
        margin-bottom: 0.9rem;
        border-radius: 17px;
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 1.25rem;
      }
      h2 {
        font-size: 1.3rem;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      p {
        margin-top: 0.45rem;
        color: var(--ink-2);
      }
      .policy {
        font-size: 0.82rem;
      }
      .choices {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.6rem;
        margin-top: 1.4rem;
      }
      input {
        width: 100%;
        margin-top: 1rem;
        padding: 0.6rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: 14px;
        background: var(--surface);
        color: var(--ink);
        font: inherit;
      }
      .btn {
        min-height: 46px;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../controls.js').Question | null} */
    this.question = null;
  }

  firstUpdated() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.showModal();
  }

  render() {
    const {question} = this;
    if (question === null) return nothing;
    return html`<dialog data-testid="confirm" aria-labelledby="what" aria-describedby="why"
      @cancel=${() => store.controls.answer(false)}>
      <div class="shield">${icon('shield')}</div>
      <h2 id="what">${t('confirm.sure', {what: question.what})}</h2>
      <p id="why" data-testid="confirm-reason">${question.reason}</p>
      ${question.policy ? html`<p class="policy">${t('confirm.policy', {policy: question.policy})}</p>` : nothing}
      <form @submit=${this.#submitted}>
        ${question.needsPin
          ? html`<input name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12"
              aria-label=${t('ask.pin')} placeholder=${t('ask.pin')} required data-testid="confirm-pin">`
          : nothing}
        <div class="choices">
          <button class="btn" type="button" data-testid="confirm-reject" @click=${() => store.controls.answer(false)}>${t('confirm.no')}</button>
          <button class="btn primary" type="submit" data-testid="confirm-approve">${t('confirm.yes')}</button>
        </div>
      </form>
    </dialog>`;
  }

  /** @param {SubmitEvent} event */
  #submitted(event) {
    event.preventDefault();
    const pin = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('pin');
    store.controls.answer(true, pin ? String(pin) : undefined);
  }
}

customElements.define('lares-confirm', LaresConfirm);
