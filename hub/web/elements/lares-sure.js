/** Asks whether something is really meant. Says "sure" or "unsure". */

import {LitElement, html, css, nothing} from '../lit.js';
import {base, buttons} from '../styles.js';

class LaresSure extends LitElement {
  static properties = {what: {}, why: {}, yes: {}, no: {}};

  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(25rem, calc(100vw - 2rem));
        padding: 1.5rem;
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
      h2 {
        font-size: 1.2rem;
        font-weight: 650;
        letter-spacing: -0.015em;
        overflow-wrap: anywhere;
      }
      p {
        margin-top: 0.5rem;
        color: var(--ink-2);
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0.6rem;
        margin-top: 1.4rem;
      }
      .btn {
        min-height: 44px;
      }
    `,
  ];

  constructor() {
    super();
    this.what = '';
    this.why = '';
    this.yes = '';
    this.no = '';
  }

  firstUpdated() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.showModal();
  }

  render() {
    return html`<dialog data-testid="sure" aria-labelledby="what" aria-describedby=${this.why ? 'why' : nothing}
      @cancel=${(/** @type {Event} */ event) => this.#say(event, 'unsure')}>
      <h2 id="what">${this.what}</h2>
      ${this.why ? html`<p id="why">${this.why}</p>` : nothing}
      <div class="choices">
        <button class="btn" type="button" data-testid="sure-no" autofocus
          @click=${(/** @type {Event} */ event) => this.#say(event, 'unsure')}>${this.no}</button>
        <button class="btn primary" type="button" data-testid="sure-yes"
          @click=${(/** @type {Event} */ event) => this.#say(event, 'sure')}>${this.yes}</button>
      </div>
    </dialog>`;
  }

  /**
   * @param {Event} event
   * @param {string} answer
   */
  #say(event, answer) {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent(answer));
  }
}

customElements.define('lares-sure', LaresSure);
