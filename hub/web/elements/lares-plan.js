/** A plan: the guard's verdict, its steps, and what became of each. */

import {LitElement, html, css, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import {EFFECT_WORDS, OUTCOME_WORDS, actionWords, took, valueWords} from '../words.js';
import './lares-why.js';

/** @typedef {import('../types.js').Outcome} Outcome */
/** @typedef {import('../types.js').Step} Step */

/** @type {Record<string, string>} */
const OUTCOME_ICONS = {done: 'check', unverified: 'question', failed: 'cross', denied: 'shield', waiting_for_approval: 'clock'};

/** @type {Record<string, string>} */
const SETTLED_WORDS = {approving: 'Approving…', approved: 'Approved', rejecting: 'Rejecting…', rejected: 'Rejected', closed: 'No longer open'};

/** What a step that waited says once a person has answered. @type {Record<string, string>} */
const LAPSED_WORDS = {rejected: 'Not done', closed: 'Not done'};

class LaresPlan extends LitElement {
  static properties = {result: {attribute: false}, settled: {attribute: false}};

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
  }

  render() {
    const {plan, outcomes = []} = this.result;
    const steps = plan?.body.steps ?? [];
    if (steps.length === 0 && outcomes.length === 0) return nothing;
    const left = plan?.body.left_out ?? [];
    return html`<div class="plan" data-testid="plan">
      ${this.#verdict()}
      ${this.#why()}
      <ol aria-label="Steps">${steps.length > 0
        ? steps.map((step, at) => this.#step(step, outcomes.filter((o) => stepOf(o, step, at, steps))))
        : html`<li class="step">${outcomes.map((outcome) => this.#outcome(outcome, true))}</li>`}</ol>
      ${left.length > 0 ? html`<div class="left">Left out: ${left.join('; ')}</div>` : nothing}
    </div>`;
  }

  #verdict() {
    const {verdict} = this.result;
    if (!verdict) return nothing;
    const settled = this.settled ?? answerTo(this.result);
    const words = SETTLED_WORDS[settled] ?? EFFECT_WORDS[verdict.effect];
    const tone = settled === 'approved' ? 'allow' : verdict.effect;
    return html`<div class="verdict ${tone}" data-testid="verdict" data-effect=${verdict.effect}>
      ${icon('shield')}<div><strong>${words ?? verdict.effect}</strong>
        <span class="reason">${verdict.reason}</span> ${verdict.policy ? html`<code title="The policy that decided">${verdict.policy}</code>` : nothing}</div>
    </div>`;
  }

  #why() {
    const {plan, verdict} = this.result;
    const steps = plan?.body.steps ?? [];
    const isShown = verdict && verdict.effect !== 'allow' && steps.length > 0;
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
    const title = alone ? `${actionWords(step.command)} ${store.nameOf(step.targets[0])}` : actionWords(step.command);
    return html`<li class="step" data-testid="plan-step">
      ${alone && outcomes.length === 1
        ? this.#outcome(outcomes[0], false, html`<span class="what">${title}</span> <span class="value">${value}</span>`)
        : html`<div><span class="what">${title}</span> <span class="value">${value}</span></div>
            ${alone ? nothing : step.targets.filter((id) => !seen.has(id)).map((id) => html`<div class="outcome"><span class="who">${store.nameOf(id)}</span></div>`)}
            ${outcomes.map((outcome) => this.#outcome(outcome, false))}`}
    </li>`;
  }

  /**
   * @param {Outcome} outcome
   * @param {boolean} withAction
   * @param {unknown} [title]
   */
  #outcome(outcome, withAction, title) {
    const who = store.nameOf(outcome.entity_id);
    const label = outcome.status === 'waiting_for_approval' && this.settled ? (LAPSED_WORDS[this.settled] ?? '') : OUTCOME_WORDS[outcome.status];
    const spent = outcome.status === 'done' ? took(outcome.took_ms) : '';
    return html`<div class="outcome ${outcome.status}" data-testid="outcome" data-status=${outcome.status} data-entity=${outcome.entity_id}>
        <span class="who">${title ?? (withAction ? `${actionWords(outcome)} ${who}` : who)}</span>
        ${label === '' ? nothing : html`<span class="chip">${icon(OUTCOME_ICONS[outcome.status])}${label ?? outcome.status}${spent ? html` · ${spent}` : nothing}</span>`}
      </div>
      ${outcome.detail && outcome.status !== 'done' && outcome.status !== 'waiting_for_approval' ? html`<div class="detail">${outcome.detail}</div>` : nothing}`;
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
