/** One run, step by step: what started it, which conditions held, what was sent, why it ended. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {t} from '../i18n.js';
import {callWords, causeWords, endingTone, lengthWords} from '../rule-words.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import {outcomeWords, took} from '../acts.js';

/** @typedef {import('../rulebook.js').Run} Run */
/** @typedef {import('../rulebook.js').Step} Step */

/** More plans than this are not looked up for one run. */
const MOST_PLANS = 20;

class LaresRun extends LitElement {
  static properties = {run: {attribute: false}, plans: {state: true}};

  static styles = [
    base,
    css`
      section {
        padding: 1rem 1.2rem 1.2rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      h2 {
        font-size: 1.05rem;
      }
      h2::first-letter,
      h3::first-letter {
        text-transform: uppercase;
      }
      .end {
        margin-top: 0.2rem;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      ol {
        position: relative;
        display: grid;
        gap: 0;
        margin: 1rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        padding: 0.25rem 0 0.8rem 1.6rem;
        overflow-wrap: anywhere;
      }
      li::before {
        content: '';
        position: absolute;
        top: 0.6rem;
        left: 0.2rem;
        z-index: 1;
        width: 0.7rem;
        height: 0.7rem;
        border: 2px solid var(--ink-3);
        border-radius: 50%;
        background: var(--surface);
      }
      li:not(:last-child)::after {
        content: '';
        position: absolute;
        top: 1.2rem;
        bottom: -0.6rem;
        left: calc(0.55rem - 1px);
        border-left: 2px solid var(--line);
      }
      li.good::before {
        border-color: var(--good);
        background: var(--good);
      }
      li.warn::before {
        border-color: var(--warn);
        background: var(--warn-soft);
      }
      li.bad::before {
        border-color: var(--bad);
        background: var(--bad);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 0.8rem;
      }
      h3 {
        font-size: 0.82rem;
        font-weight: 600;
        color: var(--ink-2);
      }
      .at {
        color: var(--ink-2);
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
      .what {
        font-weight: 550;
      }
      .good-text {
        color: var(--good);
      }
      .warn-text {
        color: var(--warn);
      }
      .bad-text {
        color: var(--bad);
      }
      ul {
        margin: 0.3rem 0 0;
        padding: 0 0 0 0.9rem;
        border-left: 3px solid var(--line);
        list-style: none;
        font-size: 0.9rem;
      }
      ul li {
        padding: 0.1rem 0;
      }
      ul li::before,
      ul li::after {
        display: none;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.1rem 0.8rem;
        margin: 0.3rem 0 0;
        font-size: 0.88rem;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .more {
        color: var(--ink-2);
        font-size: 0.88rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {Run | null} */
    this.run = null;
    /** What became of the plans of its calls, by plan. @type {Map<string, import('../types.js').PlanResult>} */
    this.plans = new Map();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('run')) void this.#loadPlans();
  }

  render() {
    const {run} = this;
    if (run === null) return nothing;
    const tone = endingTone(run.ending);
    const length = run.ended_at === null ? '' : lengthWords(Date.parse(run.ended_at) - Date.parse(run.started_at));
    return html`<section aria-labelledby="how" data-testid="run-trace"><h2 id="how" class=${tone ? `${tone}-text` : ''} data-testid="run-ending">${t(`rules.ending_${run.ending}`)}</h2>
      <p class="end">${[run.trigger ? t('rules.started_by', {what: causeWords(run.trigger)}) : '', length ? t('rules.lasted', {length}) : ''].filter(Boolean).join(' · ')}</p>
      ${run.error ? html`<p class="end bad-text" data-testid="run-error">${t('rules.why_stopped', {why: run.error})}</p>` : nothing}
      <ol>${run.steps.map((step) => this.#step(step, run))}</ol>
      ${run.left_out > 0 ? html`<p class="more">${t('rules.more', {number: run.left_out})}</p>` : nothing}</section>`;
  }

  /**
   * @param {Step} step
   * @param {Run} run
   */
  #step(step, run) {
    const after = Date.parse(step.at) - Date.parse(run.started_at);
    return html`<li class=${toneOf(step)} data-testid="run-step"><div class="row"><h3>${pathWords(step.path)}</h3><span class="at">+${lengthWords(after)}</span></div>
      ${this.#result(step)}
      ${step.error ? html`<div class="bad-text">${step.error}</div>` : nothing}
      ${step.changed_variables ? html`<dl>${Object.entries(step.changed_variables).filter(([name]) => !['trigger', 'this', 'context'].includes(name))
        .map(([name, value]) => html`<dt>${name}</dt><dd>${plain(value)}</dd>`)}</dl>` : nothing}
      ${step.plan_id ? this.#sent(step.plan_id) : nothing}</li>`;
  }

  /** @param {Step} step */
  #result(step) {
    const result = step.result ?? {};
    if (result.params) {
      const {domain, service, service_data: data, target} = result.params;
      const targets = [target?.entity_id ?? [], target?.area_id ?? [], target?.device_id ?? [], target?.floor_id ?? [], target?.label_id ?? []].flat();
      return html`<div class="what">${callWords(`${domain}.${service}`, targets, data ?? {})}</div>`;
    }
    if (typeof result.description === 'string') return html`<div class="what">${causeWords(result.description)}</div>`;
    const {result: held, error, delay, seen, ...others} = result;
    return html`${held === undefined ? nothing : html`<div class="what ${held === true ? 'good-text' : held === false ? 'warn-text' : ''}">${
        held === true ? t('rules.held') : held === false ? t('rules.held_not') : held === null ? t('rules.switched_off') : plain(held)}</div>`}
      ${seen ? html`<div data-testid="run-seen">${Object.entries(seen).map(([id, value]) => html`<div>${t('rules.was', {name: store.nameOf(id), value: plain(value)})}</div>`)}</div>` : nothing}
      ${delay === undefined ? nothing : html`<div class="what">${t('rules.waits', {length: lengthWords(Number(delay) * 1_000)})}</div>`}
      ${error ? html`<div class="bad-text">${plain(error)}</div>` : nothing}
      ${Object.keys(others).length > 0 ? html`<dl>${Object.entries(others).map(([name, value]) => html`<dt>${t(`rules.fact_${name}`).replace('rules.fact_', '')}</dt><dd>${plain(value)}</dd>`)}</dl>` : nothing}`;
  }

  /** @param {string} planId */
  #sent(planId) {
    const plan = this.plans.get(planId);
    if (plan === undefined) return nothing;
    return html`<ul aria-label=${t('rules.sent')} data-testid="run-sent">${(plan.outcomes ?? []).map((one) => html`<li>${store.nameOf(one.entity_id)}:
      <span class=${one.status === 'done' ? 'good-text' : one.status === 'unverified' ? 'warn-text' : 'bad-text'}>${outcomeWords(one.status)}</span>
      ${took(one.took_ms)} ${one.detail ?? ''}</li>`)}</ul>`;
  }

  async #loadPlans() {
    const ids = (this.run?.steps ?? []).map((step) => step.plan_id).filter((id) => id !== null && !this.plans.has(id)).slice(0, MOST_PLANS);
    const found = await Promise.all(ids.map((id) => store.api.get(`lares/traces/${encodeURIComponent(String(id))}`).catch(() => null)));
    const plans = new Map(this.plans);
    ids.forEach((id, number) => found[number] && plans.set(String(id), found[number]));
    this.plans = plans;
  }
}

/** @param {Step} step */
function toneOf(step) {
  if (step.error || step.result?.error) return 'bad';
  if (step.result?.result === false) return 'warn';
  return step.path.startsWith('action') || step.result?.result === true || step.path.startsWith('trigger') ? 'good' : '';
}

/**
 * Say where a step stands: "action/1/choose/0/sequence/2" is the third action of the second one's first choice.
 *
 * @param {string} path
 */
function pathWords(path) {
  return path.split('/').map((part) => {
    if (/^\d+$/.test(part)) return String(Number(part) + 1);
    const words = t(`rules.step_${part}`);
    return words.startsWith('rules.step_') ? part : words;
  }).join(' ').replaceAll(/ (\d+) (?=\D)/g, ' $1 › ');
}

/** @param {any} value */
function plain(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

customElements.define('lares-run', LaresRun);
