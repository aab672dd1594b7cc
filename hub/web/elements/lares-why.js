/** Why the guard said what it said: which policies speak of a plan, and which of them decided. */

import {LitElement, html, css, nothing} from '../lit.js';
import {effectWords} from '../acts.js';
import {t} from '../i18n.js';
import {base} from '../styles.js';
import {store} from '../store.js';

/** @typedef {import('../types.js').ActExplained} ActExplained */

/** More acts than this are of a kind, and are explained by the first ones. */
const MOST_ACTS = 3;

class LaresWhy extends LitElement {
  static properties = {steps: {attribute: false}, source: {attribute: false}, acts: {state: true}, problem: {state: true}};

  static styles = [
    base,
    css`
      details {
        padding: 0.35rem 0.9rem 0.45rem;
        border-bottom: 1px solid var(--line);
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      summary {
        cursor: pointer;
      }
      ul {
        display: grid;
        gap: 0.3rem;
        margin: 0.4rem 0 0.2rem;
        padding: 0;
        list-style: none;
      }
      h4 {
        margin: 0.5rem 0 0;
        color: var(--ink);
        font-size: 0.82rem;
        font-weight: 600;
      }
      .decides {
        color: var(--ink);
        font-weight: 560;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../types.js').Step[]} */
    this.steps = [];
    this.source = 'language';
    /** @type {ActExplained[] | null} */
    this.acts = null;
    this.problem = '';
  }

  render() {
    return html`<details data-testid="why" @toggle=${this.#open}><summary>${t('ask.why')}</summary>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.acts === null ? nothing : this.acts.map((act) => this.#act(act))}</details>`;
  }

  /** @param {ActExplained} act */
  #act(act) {
    const spoken = act.considered.filter((one) => one.matches);
    return html`${(this.acts?.length ?? 0) > 1 ? html`<h4>${store.nameOf(act.entity_id)}</h4>` : nothing}
      <ul data-testid="why-act">${spoken.map((one) => html`<li class=${one.decides ? 'decides' : ''}>
        ${t('ask.why_line', {policy: one.policy, of: one.of, effect: lower(effectWords(one.effect)), why: one.why})}</li>`)}</ul>
      ${act.who_may_approve ? html`<p>${t('ask.may_approve', {who: act.who_may_approve})}</p>` : nothing}`;
  }

  /** @param {Event} event */
  async #open(event) {
    if (!(/** @type {HTMLDetailsElement} */ (event.target).open) || this.acts !== null) return;
    try {
      /** @type {ActExplained[]} */
      const acts = [];
      for (const {command, targets} of this.steps) {
        const {action, ...data} = command;
        const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
        const body = {action, data: given, entity_id: targets.slice(0, MOST_ACTS), by: this.source};
        acts.push(...(await store.api.post('lares/policy/test', body)).acts);
        if (acts.length >= MOST_ACTS) break;
      }
      this.acts = acts.slice(0, MOST_ACTS);
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }
}

/** @param {string} text */
function lower(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

customElements.define('lares-why', LaresWhy);
