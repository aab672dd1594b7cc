/** The runs of a rule or a script, and the one that is looked at, step by step. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {formatTime, t} from '../i18n.js';
import {icon} from '../icons.js';
import {linkTo} from '../router.js';
import {causeWords, endingTone} from '../rule-words.js';
import {rulebook} from '../rulebook.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-run.js';

/** @typedef {import('../rulebook.js').Run} Run */

class LaresRuns extends LitElement {
  static properties = {kept: {attribute: false}, runId: {attribute: false}, runs: {state: true}, problem: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      :host {
        container-type: inline-size;
      }
      .desk {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.1rem;
      }
      ol {
        display: grid;
        align-content: start;
        gap: 0.35rem;
        max-height: 14rem;
        margin: 0;
        padding: 2px;
        overflow: auto;
        list-style: none;
      }
      a {
        display: grid;
        gap: 0.05rem;
        padding: 0.55rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--surface);
        color: inherit;
        text-decoration: none;
        overflow-wrap: anywhere;
      }
      a:hover {
        border-color: var(--ink-3);
      }
      a[aria-current] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      time {
        font-weight: 560;
        font-variant-numeric: tabular-nums;
      }
      .dim {
        color: var(--ink-2);
        font-size: 0.88rem;
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
      .empty {
        display: grid;
        justify-items: center;
        gap: 0.8rem;
        padding: 9vh 1rem;
        color: var(--ink-2);
        text-align: center;
      }
      @container (min-width: 46rem) {
        .desk {
          grid-template-columns: 16rem minmax(0, 1fr);
        }
        ol {
          max-height: 75vh;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {import('../rulebook.js').Kept | null} */
    this.kept = null;
    this.runId = '';
    /** @type {Run[] | null} */
    this.runs = null;
    this.problem = '';
    /** What was read last: whose runs, and when. */
    this.read = '';
    /** @type {unknown} */
    this.seen = null;
  }

  willUpdate() {
    // Rules are read again when one ran: then there is a run more.
    const of = this.kept?.key ?? '';
    if (of === this.read && this.seen === rulebook.runs) return;
    this.read = of;
    this.seen = rulebook.runs;
    void this.#load();
  }

  render() {
    if (this.problem) {
      return html`<div class="empty" role="alert">${icon('warning')}${this.problem}
        <button class="btn" type="button" @click=${() => void this.#load()}>${t('shell.again')}</button></div>`;
    }
    if (this.runs === null) return html`<div class="empty" role="status">${t('shell.loading')}</div>`;
    if (this.runs.length === 0) return html`<div class="empty" data-testid="no-runs">${icon('clock')}<p>${t('rules.no_runs')}</p></div>`;
    const shown = this.runs.find((one) => one.run_id === this.runId) ?? this.runs[0];
    return html`<div class="desk"><ol aria-label=${t('rules.part_runs')} data-testid="runs">${this.runs.map((run) => this.#run(run, shown))}</ol>
      <lares-run .run=${shown}></lares-run></div>`;
  }

  /**
   * @param {Run} run
   * @param {Run} shown
   */
  #run(run, shown) {
    return html`<li><a href=${linkTo('rules', this.kept?.key ?? '', 'runs', run.run_id)} data-testid="run" aria-current=${run === shown ? 'true' : nothing}>
      <time datetime=${run.started_at}>${formatTime(run.started_at, {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit'})}</time>
      <span class="dim"><span class=${endingTone(run.ending)}>${t(`rules.ending_${run.ending}`)}</span>${run.trigger ? html` · ${causeWords(run.trigger)}` : nothing}</span></a></li>`;
  }

  async #load() {
    const {kept} = this;
    if (kept === null) return;
    try {
      const {runs} = await store.api.get(`lares/runs?rule=${encodeURIComponent(`${kept.kind}.${kept.id}`)}`);
      if (this.kept?.key !== kept.key) return;
      this.runs = runs;
      this.problem = '';
    } catch (error) {
      // What was read stays while the hub is away.
      if (this.runs === null) this.problem = store.complaint(error);
    }
  }
}

customElements.define('lares-runs', LaresRuns);
