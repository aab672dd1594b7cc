/** A field for a sentence that asks for a rule. Says "said" with the text that it becomes. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {t} from '../i18n.js';
import {ASK_MS} from '../conversation.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

class LaresSayRule extends LitElement {
  static properties = {busy: {state: true}, answer: {state: true}, tone: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      form {
        margin-bottom: 1rem;
        padding: 0.9rem 1.1rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      label {
        display: block;
        margin-bottom: 0.5rem;
        font-weight: 600;
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.6rem;
      }
      input {
        flex: 1 1 16rem;
        min-width: 0;
        min-height: 44px;
        padding: 0 1rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--raised);
        color: var(--ink);
      }
      .btn {
        min-height: 44px;
      }
      p {
        margin-top: 0.6rem;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .warn {
        color: var(--warn);
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.busy = false;
    this.answer = '';
    this.tone = '';
  }

  render() {
    return html`<form @submit=${this.#submitted}>
      <label for="sentence">${t('rules.say')}</label>
      <div class="row"><input id="sentence" name="sentence" data-testid="say-rule" autocomplete="off" maxlength="1000" required placeholder=${t('rules.say_example')}>
        <button class="btn" type="submit" data-testid="say-rule-go" ?disabled=${this.busy || store.connection !== 'online'}>${this.busy ? t('rules.thinking') : t('rules.say_go')}</button></div>
      <div role="status" data-testid="say-rule-answer">${this.answer ? html`<p class=${this.tone}>${this.answer}</p>` : nothing}</div></form>`;
  }

  /** @param {SubmitEvent} event */
  async #submitted(event) {
    event.preventDefault();
    const text = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('sentence') ?? '').trim();
    if (text === '') return;
    this.busy = true;
    try {
      const said = await store.api.post('lares/drafts/say', {text}, ASK_MS);
      const isBarred = said.yaml !== null && said.effect === 'deny';
      this.tone = said.yaml === null || isBarred ? 'warn' : '';
      this.answer = said.yaml === null ? t('rules.say_none', {speech: said.speech})
        : isBarred ? t('rules.say_denied', {reason: said.reason}) : t('rules.say_done');
      if (said.yaml !== null) this.dispatchEvent(new CustomEvent('said', {detail: said.yaml}));
    } catch (error) {
      this.tone = 'warn';
      this.answer = store.complaint(error);
    }
    this.busy = false;
  }
}

customElements.define('lares-say-rule', LaresSayRule);
