/** Explains what the microphone is for before the browser asks, or why there is none. Says "understood" or "close". */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {base, buttons} from '../styles.js';

/** How many steps each takes to put right. @type {Record<string, number>} */
const STEPS = {denied: 3, missing: 2, insecure: 3};

class LaresMicHelp extends LitElement {
  static properties = {what: {attribute: false}};

  static styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(27rem, calc(100vw - 2rem));
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
      .sign {
        display: grid;
        place-items: center;
        width: 52px;
        height: 52px;
        margin-bottom: 0.9rem;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 1.15rem;
      }
      .sign.off {
        background: var(--warn-soft);
        color: var(--warn);
      }
      h2 {
        font-size: 1.2rem;
        font-weight: 650;
        letter-spacing: -0.015em;
      }
      p {
        margin-top: 0.5rem;
        color: var(--ink-2);
      }
      ol {
        display: grid;
        gap: 0.45rem;
        margin: 0.9rem 0 0;
        padding-left: 1.3rem;
        color: var(--ink-2);
        overflow-wrap: anywhere;
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
    /** @type {import('../voice.js').Help} */
    this.what = 'ask';
    /** The language to speak, if it is not the page's. */
    this.language = '';
  }

  firstUpdated() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.showModal();
  }

  render() {
    const {what} = this;
    const asks = what === 'ask';
    const steps = Array.from({length: STEPS[what] ?? 0}, (_, at) => at + 1);
    return html`<dialog data-testid="mic-help" data-what=${what} aria-labelledby="title" aria-describedby="why"
      @cancel=${(/** @type {Event} */ event) => this.#say(event, 'close')}>
      <div class="sign ${asks ? '' : 'off'}">${icon(asks ? 'mic' : 'mic_off')}</div>
      <h2 id="title">${t(`voice.${what}_title`)}</h2>
      <div id="why"><p>${t(`voice.${what}_why`)}</p>
        ${asks && this.language ? html`<p data-testid="mic-help-language">${t('voice.ask_in', {language: this.language})}</p>` : nothing}</div>
      ${steps.length === 0 ? nothing : html`<ol>${steps.map((step) => html`<li>${t(`voice.${what}_step_${step}`, {address: encrypted()})}</li>`)}</ol>`}
      <div class="choices">${asks ? html`
        <button class="btn" type="button" data-testid="mic-help-close" @click=${(/** @type {Event} */ event) => this.#say(event, 'close')}>${t('voice.not_now')}</button>
        <button class="btn primary" type="button" data-testid="mic-help-go" autofocus @click=${(/** @type {Event} */ event) => this.#say(event, 'understood')}>${t('voice.go_on')}</button>` : html`
        <button class="btn primary" type="button" data-testid="mic-help-close" autofocus @click=${(/** @type {Event} */ event) => this.#say(event, 'close')}>${t('voice.all_right')}</button>`}
      </div>
    </dialog>`;
  }

  /**
   * @param {Event} event
   * @param {string} answer
   */
  #say(event, answer) {
    event.preventDefault();
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.close();
    this.dispatchEvent(new CustomEvent(answer));
  }
}

/** The address of this page, were it encrypted. */
function encrypted() {
  const address = new URL(location.href);
  address.protocol = 'https:';
  return address.origin;
}

customElements.define('lares-mic-help', LaresMicHelp);
