/** One thing said: by the person, or by the hub with its plan. */

import {LitElement, html, css, nothing} from '../lit.js';
import {endsOf, needsPin} from '../client.js';
import {icon} from '../icons.js';
import {formatTime, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-heard.js';
import './lares-plan.js';

const COPIED_MS = 2_500;

class LaresTurn extends LitElement {
  static properties = {turn: {attribute: false}, isLast: {attribute: false}, isCopied: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      .me {
        width: fit-content;
        max-width: 85%;
        margin-left: auto;
        padding: 0.6rem 1rem;
        border-radius: 20px 20px 6px 20px;
        background: var(--accent);
        color: var(--on-accent);
        overflow-wrap: anywhere;
      }
      .me.open {
        border: 1px solid var(--accent);
        background: var(--accent-soft);
        color: var(--ink);
      }
      .me.open::after {
        content: '';
        display: inline-block;
        width: 2px;
        height: 1em;
        margin-left: 3px;
        background: var(--accent);
        vertical-align: -0.15em;
        animation: blink 1s steps(2, jump-none) infinite;
      }
      @keyframes blink {
        to {
          opacity: 0;
        }
      }
      .hub {
        display: grid;
        gap: 0.6rem;
        max-width: 96%;
        overflow-wrap: anywhere;
      }
      .failed {
        color: var(--bad);
      }
      .foot {
        display: flex;
        align-items: center;
        gap: 0.2rem;
        margin-top: -0.35rem;
        color: var(--ink-2);
        font-size: 0.78rem;
        font-variant-numeric: tabular-nums;
      }
      .foot button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.3rem;
        min-width: 40px;
        min-height: 40px;
        padding: 0 0.6rem;
        border: 0;
        border-radius: 12px;
        background: none;
      }
      .foot button:hover {
        background: var(--sunken);
        color: var(--ink);
      }
      .preview {
        color: var(--ink-2);
        font-size: 0.9rem;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      input {
        width: 8rem;
        padding: 0.45rem 0.8rem;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--surface);
        color: var(--ink);
        font: inherit;
      }
      .dots {
        display: flex;
        gap: 5px;
        padding: 0.5rem 0;
      }
      .dots i {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--accent);
        animation: hop 1s ease-in-out infinite alternate;
      }
      .dots i:nth-child(2) {
        animation-delay: 0.25s;
      }
      .dots i:nth-child(3) {
        animation-delay: 0.5s;
      }
      @keyframes hop {
        from {
          opacity: 0.25;
          transform: translateY(2px);
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../conversation.js').Turn} */
    this.turn = {id: 0, from: 'me', text: '', at: 0};
    this.isLast = false;
    this.isCopied = false;
  }

  render() {
    const {turn} = this;
    if (turn.from === 'me') return this.#said();
    const lares = turn.reply?.lares ?? null;
    if (turn.busy) {
      return html`${lares ? html`<lares-plan .result=${lares}></lares-plan>` : nothing}
        <div class="dots" data-testid="thinking"><span class="visually-hidden">${t('ask.thinking')}</span><i></i><i></i><i></i></div>`;
    }
    if (turn.preview) return this.#preview(turn.preview, lares);
    return html`<div class="hub">
      ${turn.text ? html`<p class=${turn.failed ? 'failed' : ''} data-testid="reply-text">${turn.text}</p>` : nothing}
      ${lares ? html`<lares-plan .result=${lares} .settled=${turn.settled}></lares-plan>` : nothing}
      ${this.#choices(lares)}
      ${turn.spoken?.runId ? html`<lares-heard .runId=${turn.spoken.runId}></lares-heard>` : nothing}
      ${this.#foot()}
    </div>`;
  }

  /** What a person said; what is still being spoken is read out once it is over. */
  #said() {
    const {text, spoken} = this.turn;
    if (!spoken?.isOpen) return html`<p class="me">${text}</p>`;
    return html`<p class="me open" aria-live="off" data-testid="words">${text || '…'}</p>`;
  }

  /** When it was said, and a way to take it along. */
  #foot() {
    const {turn} = this;
    return html`<div class="foot"><time datetime=${new Date(turn.at).toISOString()}>${formatTime(turn.at)}</time>
      <button type="button" data-testid="copy" aria-label=${t('ask.copy')} title=${t('ask.copy')} @click=${this.#copy}>${icon(this.isCopied ? 'check' : 'copy')}
        ${this.isCopied ? html`<span role="status">${t('ask.copied')}</span>` : nothing}</button></div>`;
  }

  /**
   * What would happen, before it does.
   *
   * @param {import('../conversation.js').Preview} preview
   * @param {import('../types.js').PlanResult | null} lares
   */
  #preview(preview, lares) {
    const {turn} = this;
    const said = preview.answer ? t(`ask.was_${preview.answer}`) : t('ask.previewed');
    return html`<div class="hub" data-testid="preview" data-answer=${preview.answer ?? ''}>
      ${lares && lares.plan?.body.kind === 'chores' && turn.reply?.speech ? html`<p>${turn.reply.speech}</p>` : nothing}
      ${lares ? html`<lares-plan .result=${lares} .isPreview=${true}></lares-plan>` : nothing}
      <p class="preview">${said}</p>
      ${preview.answer ? nothing : html`<div class="choices">
        ${lares?.verdict?.effect === 'deny' ? nothing : html`<button class="btn primary small" type="button" data-testid="do-it"
          @click=${() => store.talk.doShown(turn.id)}>${icon('play')}${t('ask.do_it')}</button>`}
        <button class="btn small" type="button" data-testid="leave-it" @click=${() => store.talk.leaveShown(turn.id)}>${icon('cross')}${t('ask.leave_it')}</button>
      </div>`}
    </div>`;
  }

  async #copy() {
    this.isCopied = await copied(this.turn.text);
    if (!this.isCopied) store.say(t('ask.not_copied'));
    else setTimeout(() => (this.isCopied = false), COPIED_MS);
  }

  /** @param {import('../types.js').PlanResult | null} lares */
  #choices(lares) {
    const {turn} = this;
    if (lares === null) return nothing;
    if (lares.approval_id && waits(lares)) return this.#approval(lares.approval_id, lares.verdict);
    if (turn.reply?.lares?.plan?.body.kind === 'question') return this.#options(lares.plan?.body.options ?? []);
    const moved = endsOf(lares).some((status) => status === 'done' || status === 'unverified');
    if (!moved || turn.settled === 'undone' || !this.isLast) return nothing;
    return html`<div class="choices"><button class="btn small" type="button" data-testid="undo"
      ?disabled=${turn.settled === 'undoing'} @click=${() => store.talk.undo(turn.id)}>${icon('undo')}${t('ask.undo')}</button></div>`;
  }

  /**
   * @param {string} approvalId
   * @param {import('../types.js').Verdict | undefined} verdict
   */
  #approval(approvalId, verdict) {
    const {turn} = this;
    if (turn.settled) return nothing;
    if (needsPin(verdict)) return this.#pin(approvalId);
    return html`<div class="choices">
      <button class="btn primary small" type="button" data-testid="approve"
        @click=${() => store.talk.decide(turn.id, approvalId, true)}>${icon('check')}${t('ask.approve')}</button>
      <button class="btn small" type="button" data-testid="reject"
        @click=${() => store.talk.decide(turn.id, approvalId, false)}>${icon('cross')}${t('ask.reject')}</button>
    </div>`;
  }

  /** @param {string} approvalId */
  #pin(approvalId) {
    const {turn} = this;
    return html`<form class="choices" @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const pin = new FormData(/** @type {HTMLFormElement} */ (event.target)).get('pin');
      if (pin) store.talk.decide(turn.id, approvalId, true, String(pin));
    }}>
      <input name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" aria-label=${t('ask.pin')}
        placeholder=${t('ask.pin')} data-testid="pin">
      <button class="btn primary small" type="submit" data-testid="approve">${icon('check')}${t('ask.approve')}</button>
      <button class="btn small" type="button" data-testid="reject"
        @click=${() => store.talk.decide(turn.id, approvalId, false)}>${icon('cross')}${t('ask.reject')}</button>
    </form>`;
  }

  /** @param {string[]} options */
  #options(options) {
    if (options.length === 0 || !this.isLast) return nothing;
    return html`<div class="choices">${options.map((id) => html`<button class="btn small" type="button"
      @click=${() => store.talk.ask(store.nameOf(id))}>${store.nameOf(id)}</button>`)}</div>`;
  }
}

/** @param {import('../types.js').PlanResult} lares */
function waits(lares) {
  const ends = endsOf(lares);
  return ends.length === 0 || ends.includes('waiting_for_approval');
}

/**
 * Copy a text; on pages that are not encrypted browsers know only the old way.
 *
 * @param {string} text
 */
async function copied(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const field = Object.assign(document.createElement('textarea'), {value: text, className: 'visually-hidden'});
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}

customElements.define('lares-turn', LaresTurn);
