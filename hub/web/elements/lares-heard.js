/** How a spoken sentence was heard: by which engine, how surely, and how long each step took. */

import {LitElement, html, css, nothing} from '../lit.js';
import {formatNumber, t} from '../i18n.js';
import {base} from '../styles.js';
import {store} from '../store.js';
import './lares-times.js';

/** @typedef {import('../types.js').VoiceRun} VoiceRun */

class LaresHeard extends LitElement {
  static properties = {runId: {attribute: false}, planId: {attribute: false}, run: {state: true}, problem: {state: true}};

  static styles = [
    base,
    css`
      details {
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      summary {
        width: fit-content;
        cursor: pointer;
      }
      p {
        margin: 0.35rem 0;
      }
    `,
  ];

  constructor() {
    super();
    this.runId = '';
    /** The plan that it became, where that is what is known. */
    this.planId = '';
    /** @type {VoiceRun | null} */
    this.run = null;
    this.problem = '';
  }

  render() {
    const {run} = this;
    return html`<details data-testid="heard" @toggle=${this.#open}><summary>${t('voice.how')}</summary>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${run === null ? nothing : html`<p>${this.#byWhom(run)}</p><lares-times .times=${run.times}></lares-times>`}</details>`;
  }

  /** @param {VoiceRun} run */
  #byWhom(run) {
    const sure = run.confidence == null ? '' : t('voice.sure', {pct: formatNumber(run.confidence * 100, {maximumFractionDigits: 0})});
    return [run.engine ? t('voice.heard_by', {engine: run.engine}) : '', sure].filter(Boolean).join(' · ');
  }

  /** @returns {Promise<VoiceRun | null>} */
  async #fetch() {
    if (this.runId) return store.api.get(`lares/voice/runs/${encodeURIComponent(this.runId)}`);
    return (await store.api.get(`lares/traces/${encodeURIComponent(this.planId)}`)).voice;
  }

  /** @param {Event} event */
  async #open(event) {
    if (!(/** @type {HTMLDetailsElement} */ (event.target).open) || this.run !== null) return;
    try {
      this.run = await this.#fetch();
      this.problem = this.run === null ? t('voice.not_kept') : '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }
}

customElements.define('lares-heard', LaresHeard);
