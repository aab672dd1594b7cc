/** A plan: the guard's verdict, its steps, and what became of each. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {actWords, effectWords, outcomeWords, took, valueWords} from '../acts.js';
import {t} from '../i18n.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import './lares-why.js';

/** @typedef {import('../types.js').Outcome} Outcome */
/** @typedef {import('../types.js').Step} Step */

/** @type {Record<string, string>} */
const OUTCOME_ICONS = {done: 'check', unverified: 'question', failed: 'cross', denied: 'shield', waiting_for_approval: 'clock', lapsed: 'cross', planned: 'clock'};

/** What a person answered, for which there are words. */
const SETTLED = new Set(['approving', 'approved', 'rejecting', 'rejected', 'closed']);

class LaresPlan extends LitElement {
  static properties = {result: {attribute: false}, settled: {attribute: false}, isPreview: {attribute: false}};

  static styles = [
    base,
    css`
      .plan {
        border: 1px solid var(--line);
        border-radius: 18px;
        background: var(--raised);
        overflow: hidden;
      }
      .verdict {
        display: flex;
        gap: 0.6rem;
        padding: 0.65rem 0.9rem;
        border-bottom: 1px solid var(--line);
        font-size: 0.87rem;
        line-height: 1.35;
      }
      .verdict .icon {
        margin-top: 0.05rem;
      }
      .verdict strong {
        font-weight: 620;
      }
      .reason {
        color: var(--ink-2);
      }
      code {
        padding: 0.06rem 0.35rem;
        border-radius: 6px;
        background: var(--sunken);
        color: var(--ink-2);
        font: 0.78rem/1.4 ui-monospace, monospace;
      }
      .allow .icon,
      .allow strong {
        color: var(--good);
      }
      .confirm,
      .pin {
        background: var(--warn-soft);
        border-color: transparent;
      }
      .confirm .icon,
      .confirm strong,
      .pin .icon,
      .pin strong {
        color: var(--warn);
      }
      .deny {
        background: var(--bad-soft);
        border-color: transparent;
      }
      .deny .icon,
      .deny strong {
        color: var(--bad);
      }
      ol {
        margin: 0;
        padding: 0.3rem 0;
        list-style: none;
      }
      .step {
        padding: 0.4rem 0.9rem;
      }
      .what {
        font-weight: 560;
      }
      .value {
        color: var(--ink-2);
        font-weight: 400;
      }
      .outcome {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        padding: 0.18rem 0;
        font-size: 0.87rem;
      }
      .outcome .who {
        flex: 1;
        min-width: 0;
      }
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 0.25rem;
        flex: none;
        padding: 0.08rem 0.55rem 0.08rem 0.35rem;
        border-radius: 999px;
        background: var(--sunken);
        color: var(--ink-2);
        font-size: 0.78rem;
        font-weight: 580;
        font-variant-numeric: tabular-nums;
      }
      .done .chip {
        background: var(--good-soft);
        color: var(--good);
      }
      .pending .chip::before {
        content: '';
        width: 0.75em;
        height: 0.75em;
        margin-left: 0.2em;
        border: 2px solid var(--accent);
        border-right-color: transparent;
        border-radius: 50%;
        animation: turn 0.8s linear infinite;
      }
      @keyframes turn {
        to {
          transform: rotate(1turn);
        }
      }
      .unverified .chip,
      .waiting_for_approval .chip {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .failed .chip,
      .denied .chip {
        background: var(--bad-soft);
        color: var(--bad);
      }
      .detail {
        padding-bottom: 0.2rem;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      .progress {
        margin-left: auto;
        flex: none;
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
      }
      .left {
        padding: 0.5rem 0.9rem 0.7rem;
        color: var(--ink-2);
        font-size: 0.87rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../types.js').PlanResult} */
    this.result = {};
    /** @type {string | undefined} */
    this.settled = undefined;
    this.isPreview = false;
  }

  render() {
    const {plan, outcomes = []} = this.result;
    const steps = plan?.body.steps ?? [];
    if (steps.length === 0 && outcomes.length === 0) return nothing;
    const left = plan?.body.left_out ?? [];
    return html`<div class="plan" data-testid="plan">
      ${this.#verdict()}
      ${this.#why()}
      <ol aria-label=${t('ask.steps')}>${steps.length > 0
        ? steps.map((step, at) => this.#step(step, outcomes.filter((o) => stepOf(o, step, at, steps))))
        : html`<li class="step">${outcomes.map((outcome) => this.#outcome(outcome, true))}</li>`}</ol>
      ${left.length > 0 ? html`<div class="left">${t('ask.left_out', {what: left.join('; ')})}</div>` : nothing}
    </div>`;
  }

  #verdict() {
    const {verdict} = this.result;
    if (!verdict) return nothing;
    const settled = this.settled ?? answerTo(this.result);
    const words = SETTLED.has(settled) ? t(`settled.${settled}`) : effectWords(verdict.effect);
    const tone = settled === 'approved' ? 'allow' : verdict.effect;
    return html`<div class="verdict ${tone}" data-testid="verdict" data-effect=${verdict.effect}>
      ${icon('shield')}<div><strong>${words}</strong>
        <span class="reason">${verdict.reason}</span> ${verdict.policy ? html`<code title=${t('ask.policy')}>${verdict.policy}</code>` : nothing}</div>${this.#progress()}
    </div>`;
  }

  /** How many acts have ended, while others are under way. */
  #progress() {
    const {outcomes = []} = this.result;
    const ended = outcomes.filter((outcome) => this.#statusOf(outcome) !== 'pending').length;
    if (outcomes.length < 2 || ended === outcomes.length) return nothing;
    return html`<span class="progress" data-testid="progress">${t('ask.progress', {done: ended, all: outcomes.length})}</span>`;
  }

  /**
   * How an act stands: one that is sent and not yet reported is pending while its plan goes on.
   *
   * @param {Outcome} outcome
   */
  #statusOf(outcome) {
    const {status} = outcome;
    const isOpen = !outcome.ended && !this.result.finished_at;
    if (isOpen && (status === 'unverified' || status === 'failed')) return 'pending';
    const hasLapsed = status === 'waiting_for_approval' && (this.settled === 'rejected' || this.settled === 'closed');
    return hasLapsed ? 'lapsed' : status;
  }

  #why() {
    const {plan, verdict} = this.result;
    const steps = plan?.body.steps ?? [];
    const isShown = verdict && steps.length > 0;
    return isShown ? html`<lares-why .steps=${steps} .source=${plan?.request?.source ?? 'language'}></lares-why>` : nothing;
  }

  /**
   * @param {Step} step
   * @param {Outcome[]} outcomes
   */
  #step(step, outcomes) {
    const value = valueWords(step.command);
    const seen = new Set(outcomes.map((outcome) => outcome.entity_id));
    const alone = step.targets.length === 1;
    const title = actWords(step.command, alone ? store.nameOf(step.targets[0]) : '');
    return html`<li class="step" data-testid="plan-step">
      ${alone && outcomes.length === 1
        ? this.#outcome(outcomes[0], false, html`<span class="what">${title}</span> <span class="value">${value}</span>`)
        : html`<div class=${alone ? 'outcome' : ''}><span class="who"><span class="what">${title}</span> <span class="value">${value}</span></span>${alone ? this.#planned() : nothing}</div>
            ${alone ? nothing : step.targets.filter((id) => !seen.has(id)).map((id) => html`<div class="outcome"><span class="who">${store.nameOf(id)}</span>${this.#planned()}</div>`)}
            ${outcomes.map((outcome) => this.#outcome(outcome, false))}`}
    </li>`;
  }

  /** What a step says that is only shown. */
  #planned() {
    return this.isPreview ? html`<span class="chip">${icon(OUTCOME_ICONS.planned)}${t('outcome.planned')}</span>` : nothing;
  }

  /**
   * @param {Outcome} outcome
   * @param {boolean} withAction
   * @param {unknown} [title]
   */
  #outcome(outcome, withAction, title) {
    const who = store.nameOf(outcome.entity_id);
    const status = this.#statusOf(outcome);
    const hasAnswer = outcome.status === 'waiting_for_approval' && Boolean(this.settled) && status !== 'lapsed';
    const spent = took(outcome.took_ms);
    const isTold = ['unverified', 'failed', 'denied'].includes(status) && outcome.detail;
    return html`<div class="outcome ${status}" data-testid="outcome" data-status=${status} data-entity=${outcome.entity_id}>
        <span class="who">${title ?? (withAction ? actWords(outcome, who) : who)}</span>
        ${hasAnswer ? nothing : html`<span class="chip">${status === 'pending' ? nothing : icon(OUTCOME_ICONS[status])}${outcomeWords(status)}${spent ? html` · ${spent}` : nothing}</span>`}
      </div>
      ${isTold ? html`<div class="detail">${outcome.detail}</div>` : nothing}`;
  }
}

/**
 * Tell what a person answered, from a plan that needed an answer and has run or not.
 *
 * @param {import('../types.js').PlanResult} result
 */
function answerTo(result) {
  const outcomes = result.outcomes ?? [];
  const asks = result.verdict?.effect === 'confirm' || result.verdict?.effect === 'pin';
  if (!asks || outcomes.length === 0 || outcomes.some((o) => o.status === 'waiting_for_approval')) return '';
  return outcomes.every((outcome) => outcome.status === 'denied') ? 'rejected' : 'approved';
}

/**
 * Whether an outcome belongs to a step: by its number, or else by entity and action.
 *
 * @param {Outcome} outcome
 * @param {Step} step
 * @param {number} at
 * @param {Step[]} steps
 */
function stepOf(outcome, step, at, steps) {
  if (outcome.step !== undefined && outcome.step < steps.length) return outcome.step === at;
  return step.targets.includes(outcome.entity_id) && step.command.action === outcome.action;
}

customElements.define('lares-plan', LaresPlan);
