/** Why an entity is in its state: asked for when somebody wants to know. */

import {LitElement, html, css, nothing} from '../lit.js';
import {formatTime, t, tOr} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

/** @typedef {{kind: string, what: string, at: string, source: string}} Cause */
/** @typedef {{words: string, causes: Cause[]}} Why */

class LaresBecause extends LitElement {
  static properties = {entityId: {attribute: false}, since: {attribute: false}, why: {state: true}, problem: {state: true}, isAsking: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      section {
        padding: 0.9rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: 1rem;
        font-weight: 620;
      }
      .line {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.8rem;
      }
      ol {
        display: grid;
        gap: 0.5rem;
        margin: 0.7rem 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.9rem;
      }
      li {
        padding-left: 0.8rem;
        border-left: 3px solid var(--line);
      }
      li span {
        display: block;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
    `,
  ];

  constructor() {
    super();
    this.entityId = '';
    /** When it changed last: an older answer is none. */
    this.since = '';
    /** @type {Why | null} */
    this.why = null;
    this.problem = '';
    this.isAsking = false;
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('entityId') || changed.has('since')) {
      this.why = null;
      this.problem = '';
    }
  }

  render() {
    return html`<section aria-labelledby="why"><div class="line"><h3 id="why">${t('entity.why')}</h3>
        <button class="btn" type="button" ?disabled=${this.isAsking} data-testid="ask-why" @click=${() => void this.#ask()}>${t('entity.ask_why')}</button></div>
      <div role="status">${this.problem ? html`<p>${this.problem}</p>` : nothing}
      ${this.why === null ? nothing : html`<p data-testid="why-words">${this.why.words}</p>
        <ol>${this.why.causes.map((cause) => html`<li>${cause.what}<span>${tOr(`entity.cause_${cause.kind}`, cause.kind)} · ${formatTime(cause.at, {dateStyle: 'short', timeStyle: 'medium'})} · ${cause.source}</span></li>`)}</ol>`}</div>
    </section>`;
  }

  async #ask() {
    this.isAsking = true;
    try {
      this.why = await store.api.get(`lares/why/${encodeURIComponent(this.entityId)}`);
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
    this.isAsking = false;
  }
}

customElements.define('lares-because', LaresBecause);
