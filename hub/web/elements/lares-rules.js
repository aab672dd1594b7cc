/** The rules that are kept, in words and as YAML; each can rest, go on, or be deleted. */

import {LitElement, html, css, nothing} from '../lit.js';
import {base, buttons} from '../styles.js';
import {Following, store} from '../store.js';

/** More mistakes in rule files than this are counted, not listed. */
const MOST_PROBLEMS = 5;

class LaresRules extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      section {
        padding: 0 1.25rem 1.5rem;
      }
      h2 {
        margin: 0.5rem 0 0.6rem;
        font-size: 1rem;
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        padding: 0.5rem 0.6rem 0.5rem 1rem;
        border: 1px solid var(--line);
        border-radius: 18px;
        background: var(--raised);
      }
      .words {
        flex: 1 1 14rem;
        overflow-wrap: anywhere;
      }
      .words::first-letter {
        text-transform: uppercase;
      }
      .paused .words,
      time {
        color: var(--ink-2);
      }
      time {
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
      details {
        flex: 1 1 100%;
        min-width: 0;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      summary {
        cursor: pointer;
      }
      pre {
        max-height: 20rem;
        margin: 0.4rem 0 0;
        overflow: auto;
      }
      .problems {
        margin: 0.6rem 0 0;
        overflow-wrap: anywhere;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  render() {
    if (store.rules.length === 0 && store.ruleProblems.length === 0) return nothing;
    return html`<section aria-label="Rules" data-testid="rules"><h2>Rules</h2>
      <ul>${store.rules.map((rule) => this.#rule(rule))}</ul>${this.#problems()}</section>`;
  }

  #problems() {
    const found = store.ruleProblems;
    if (found.length === 0) return nothing;
    const more = found.length - MOST_PROBLEMS;
    return html`<div class="problems" data-testid="rule-problems">Left out of rule files:
      ${found.slice(0, MOST_PROBLEMS).map((one) => html`<div>${one.file}:${one.line}: ${one.message}</div>`)}
      ${more > 0 ? html`<div>and ${more} more</div>` : nothing}</div>`;
  }

  /** @param {import('../types.js').Rule} rule */
  #rule(rule) {
    const next = rule.next_run ? html`<time datetime=${rule.next_run}>${soon(rule.next_run)}</time>` : nothing;
    // Words that do not say all are of little use without the name.
    const told = rule.is_whole ? rule.words : `${rule.alias}: ${rule.words}`;
    return html`<li class=${rule.paused ? 'paused' : ''} data-testid="rule">
      <span class="words">${told}</span>${next}
      <button class="btn small" type="button" data-testid="pause-rule"
        @click=${() => void store.pauseRule(rule.id, !rule.paused)}>${rule.paused ? 'Resume' : 'Pause'}</button>
      <button class="btn small" type="button" data-testid="delete-rule" aria-label="Delete: ${told}"
        @click=${() => void store.deleteRule(rule.id)}>Delete</button>
      <details data-testid="rule-yaml"><summary>YAML</summary><pre>${rule.yaml}</pre></details></li>`;
  }
}

/**
 * Write when a rule runs next, in the browser's own way.
 *
 * @param {string} at
 */
function soon(at) {
  return new Date(at).toLocaleString([], {weekday: 'short', hour: '2-digit', minute: '2-digit'});
}

customElements.define('lares-rules', LaresRules);
