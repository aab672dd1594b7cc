/** One thing said: by the person, or by the hub with its plan. */

import {LitElement, html, css, nothing} from '../lit.js';
import {endsOf, needsPin} from '../client.js';
import {icon} from '../icons.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-plan.js';

class LaresTurn extends LitElement {
  static properties = {turn: {attribute: false}, isLast: {attribute: false}};

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
      .hub {
        display: grid;
        gap: 0.6rem;
        max-width: 96%;
        overflow-wrap: anywhere;
      }
      .failed {
        color: var(--bad);
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
    this.turn = {id: 0, from: 'me', text: ''};
    this.isLast = false;
  }

  render() {
    const {turn} = this;
    if (turn.from === 'me') return html`<p class="me">${turn.text}</p>`;
    if (turn.busy) {
      return html`<div class="dots" data-testid="thinking"><span class="visually-hidden">Thinking</span><i></i><i></i><i></i></div>`;
    }
    const lares = turn.reply?.lares ?? null;
    return html`<div class="hub">
      ${turn.text ? html`<p class=${turn.failed ? 'failed' : ''} data-testid="reply-text">${turn.text}</p>` : nothing}
      ${lares ? html`<lares-plan .result=${lares} .settled=${turn.settled}></lares-plan>` : nothing}
      ${this.#choices(lares)}
    </div>`;
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
      ?disabled=${turn.settled === 'undoing'} @click=${() => store.talk.undo(turn.id)}>${icon('undo')}Undo</button></div>`;
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
        @click=${() => store.talk.decide(turn.id, approvalId, true)}>${icon('check')}Approve</button>
      <button class="btn small" type="button" data-testid="reject"
        @click=${() => store.talk.decide(turn.id, approvalId, false)}>${icon('cross')}Reject</button>
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
      <input name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="12" aria-label="PIN"
        placeholder="PIN" data-testid="pin">
      <button class="btn primary small" type="submit" data-testid="approve">${icon('check')}Approve</button>
      <button class="btn small" type="button" data-testid="reject"
        @click=${() => store.talk.decide(turn.id, approvalId, false)}>${icon('cross')}Reject</button>
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

customElements.define('lares-turn', LaresTurn);
