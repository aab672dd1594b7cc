/** One rule, script or scene in the list. Says "delete" when it is to be deleted. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {formatAgo, formatTime, t} from '../i18n.js';
import {icon} from '../icons.js';
import {linkTo} from '../router.js';
import {findingsOf, rulebook, runNow} from '../rulebook.js';
import {endingTone} from '../rule-words.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

const ICONS = {automation: 'rule', script: 'play', scene: 'sun'};

class LaresRuleRow extends LitElement {
  static properties = {kept: {attribute: false}, mayChange: {attribute: false}, busy: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      article {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0.3rem 0.9rem;
        padding: 0.8rem 0.9rem 0.8rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        box-shadow: var(--shadow);
      }
      .bubble {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 13px;
        background: var(--accent-soft);
        color: var(--accent);
      }
      .paused .bubble {
        background: var(--sunken);
        color: var(--ink-2);
      }
      h2 {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.3rem 0.6rem;
        min-height: 40px;
        font-size: 1rem;
        font-weight: 600;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      h2 a {
        color: inherit;
        padding: 0.5rem 0;
        text-decoration: none;
      }
      h2 a:hover {
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      .chip {
        padding: 0.1rem 0.6rem;
        border-radius: 999px;
        background: var(--sunken);
        color: var(--ink-2);
        font-size: 0.78rem;
        font-weight: 550;
      }
      .chip.running {
        background: var(--good-soft);
        color: var(--good);
      }
      .chip.odd {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .words {
        overflow-wrap: anywhere;
      }
      .words::first-letter {
        text-transform: uppercase;
      }
      .paused .words {
        color: var(--ink-2);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1.1rem;
        margin-top: 0.25rem;
        color: var(--ink-2);
        font-size: 0.85rem;
        font-variant-numeric: tabular-nums;
      }
      .good {
        color: var(--good);
      }
      .warn {
        color: var(--warn);
      }
      .bad {
        color: var(--bad);
      }
      .body {
        grid-column: 2 / -1;
        min-width: 0;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0.4rem;
      }
      .btn,
      .round {
        min-width: 40px;
        min-height: 40px;
      }
      .round {
        width: 40px;
        height: 40px;
      }
      details {
        margin: -0.1rem 0 -0.55rem;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
      summary {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        min-width: 64px;
        min-height: 40px;
        cursor: pointer;
      }
      summary::before {
        content: '';
        width: 0.4rem;
        height: 0.4rem;
        border: solid currentColor;
        border-width: 0 1.5px 1.5px 0;
        transform: rotate(-45deg);
      }
      details[open] summary::before {
        transform: rotate(45deg);
      }
      details[open] {
        margin-bottom: 0.2rem;
      }
      pre {
        max-height: 20rem;
        margin: 0;
        padding: 0.7rem 0.9rem;
        overflow: auto;
        border-radius: var(--radius-s);
        background: var(--sunken);
        color: var(--ink);
      }
      @media (max-width: 700px) {
        .actions {
          grid-column: 1 / -1;
          grid-row: 3;
          justify-content: flex-start;
          padding-left: calc(40px + 0.9rem);
        }
        h2 {
          grid-column: 2 / -1;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {import('../rulebook.js').Kept | null} */
    this.kept = null;
    this.mayChange = false;
    this.busy = false;
  }

  render() {
    const {kept} = this;
    if (kept === null) return nothing;
    const isOdd = findingsOf(kept).some((one) => one.severity !== 'note');
    return html`<article class=${kept.paused ? 'paused' : ''} data-testid="rule" aria-label=${kept.name}>
      <span class="bubble">${icon(ICONS[kept.kind])}</span>
      <h2><a href=${linkTo('rules', kept.key)} data-testid="open-rule">${kept.name}</a>
        ${kept.kind === 'automation' ? nothing : html`<span class="chip">${t(`rules.kind_${kept.kind}`)}</span>`}
        ${kept.paused ? html`<span class="chip">${t('rules.paused')}</span>` : nothing}
        ${kept.running ? html`<span class="chip running">${t('rules.running')}</span>` : nothing}
        ${isOdd ? html`<span class="chip odd">${t('rules.odd')}</span>` : nothing}</h2>
      ${this.mayChange ? this.#actions(kept) : nothing}
      <div class="body">
        ${kept.words ? html`<p class="words">${kept.words}</p>` : nothing}${this.#facts(kept)}
        <details data-testid="rule-yaml"><summary>YAML</summary><pre tabindex="0" aria-label="YAML">${kept.yaml}</pre></details>
      </div></article>`;
  }

  /** @param {import('../rulebook.js').Kept} kept */
  #actions(kept) {
    const isOff = store.connection !== 'online';
    const isPending = store.controls.waiting.get(kept.entityId) === 'pending';
    return html`<div class="actions">
      <button class="round" type="button" data-testid="run-rule" title=${t('rules.run_now')} aria-label="${t('rules.run_now')}: ${kept.name}"
        ?disabled=${isOff || isPending} aria-busy=${isPending ? 'true' : 'false'} @click=${() => void runNow(kept)}>${icon(isPending ? 'clock' : 'play')}</button>
      ${kept.kind === 'automation' ? html`<button class="btn" type="button" data-testid="pause-rule" aria-label="${t(kept.paused ? 'rules.resume' : 'rules.pause')}: ${kept.name}"
        ?disabled=${isOff || this.busy} @click=${this.#pause}>${this.busy ? t('rules.changing') : t(kept.paused ? 'rules.resume' : 'rules.pause')}</button>` : nothing}
      <button class="round" type="button" data-testid="delete-rule" title=${t('rules.delete')} aria-label="${t('rules.delete')}: ${kept.name}"
        ?disabled=${isOff} @click=${() => this.dispatchEvent(new CustomEvent('delete'))}>${icon('trash')}</button></div>`;
  }

  /** @param {import('../rulebook.js').Kept} kept */
  #facts(kept) {
    const run = rulebook.runs.get(kept.key);
    const last = kept.last ?? run?.started_at ?? null;
    return html`<div class="facts">
      ${last ? html`<span data-testid="last-run">${t('rules.last', {when: formatAgo(last)})}${run
        ? html` · <span class=${endingTone(run.ending)}>${t(`rules.ending_${run.ending}`)}</span>` : nothing}</span>`
        : kept.kind === 'scene' ? nothing : html`<span>${t('rules.never')}</span>`}
      ${kept.next ? html`<span>${t('rules.next')} <time datetime=${kept.next}>${formatTime(kept.next, {weekday: 'short', hour: '2-digit', minute: '2-digit'})}</time></span>` : nothing}</div>`;
  }

  async #pause() {
    const {kept} = this;
    if (kept === null) return;
    this.busy = true;
    await store.rules.pause(kept.id, !kept.paused);
    this.busy = false;
  }
}

customElements.define('lares-rule-row', LaresRuleRow);
