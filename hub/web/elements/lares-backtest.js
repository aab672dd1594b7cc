/** What a rule would have done in the past: a timeline, and the same as a list. Nothing is sent. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {formatTime, t} from '../i18n.js';
import {ASK_MS} from '../conversation.js';
import {icon} from '../icons.js';
import {callWords, causeWords, endingTone} from '../rule-words.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-timeline.js';

/** @typedef {{at: string, action: string, targets: string[], data: Record<string, any>, effect: import('../types.js').Effect, reason: string}} Call */
/** @typedef {{at: string, trigger: string | null, ending: string, error: string | null, calls: Call[]}} WouldRun */
/** @typedef {{start: string, end: string, cut: boolean, problems: string[], notes: string[], runs: WouldRun[]}} Report */

const SPANS = ['1d', '7d', '30d'];
const SHOWN_AT_ONCE = 50;

class LaresBacktest extends LitElement {
  static properties = {
    kept: {attribute: false}, draft: {attribute: false}, span: {state: true}, report: {state: true}, busy: {state: true},
    problem: {state: true}, most: {state: true},
  };

  static styles = [
    base,
    buttons,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5rem;
        margin-bottom: 0.9rem;
      }
      .head p {
        flex: 1 1 16rem;
        color: var(--ink-2);
      }
      .btn[aria-pressed='true'] {
        border-color: transparent;
        background: var(--accent-soft);
        color: var(--accent-strong);
      }
      .card {
        padding: 1rem 1.1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .sum {
        margin-bottom: 0.8rem;
        font-size: 1.08rem;
      }
      .notes {
        margin-top: 0.6rem;
        color: var(--ink-2);
        font-size: 0.88rem;
      }
      .problem {
        padding: 0.8rem 1rem;
        border-radius: var(--radius-s);
        background: var(--bad-soft);
        color: var(--bad);
      }
      ol {
        display: grid;
        gap: 0;
        margin: 1rem 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 12rem minmax(0, 1fr);
        gap: 0.1rem 1rem;
        padding: 0.65rem 0.2rem;
        border-top: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      time {
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
      }
      .dim {
        color: var(--ink-2);
      }
      .bad {
        color: var(--bad);
      }
      .warn {
        color: var(--warn);
      }
      .busy {
        display: grid;
        justify-items: center;
        gap: 0.8rem;
        padding: 8vh 1rem;
        color: var(--ink-2);
      }
      @media (max-width: 560px) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** @type {import('../rulebook.js').Kept | null} */
    this.kept = null;
    /** The text that is not saved yet, which is tried then. @type {string | null} */
    this.draft = null;
    this.span = '7d';
    /** @type {Report | null} */
    this.report = null;
    this.busy = false;
    this.problem = '';
    this.most = SHOWN_AT_ONCE;
    this.serial = 0;
    /** What was tried last. */
    this.of = '';
  }

  willUpdate() {
    if (this.kept === null || this.kept.key === this.of) return;
    this.of = this.kept.key;
    this.report = null;
    void this.#try();
  }

  render() {
    return html`<section aria-label=${t('rules.part_backtest')} data-testid="backtest">
      <div class="head"><p>${t(this.draft === null ? 'rules.backtest_why' : 'rules.backtest_draft')}</p>
        <div role="group" aria-label=${t('rules.backtest_span')}>${SPANS.map((one) => html`<button class="btn" type="button" data-testid="span-${one}"
          aria-pressed=${one === this.span ? 'true' : 'false'} @click=${() => this.#choose(one)}>${t(`rules.span_${one}`)}</button> `)}</div></div>
      <div role="status">${this.busy ? html`<div class="busy">${icon('clock')}${t('rules.backtest_busy')}</div>` : nothing}</div>
      ${this.problem ? html`<div class="problem" role="alert" data-testid="backtest-problem">${this.problem}
        <button class="btn" type="button" @click=${() => void this.#try()}>${t('shell.again')}</button></div>` : nothing}
      ${this.report !== null && !this.busy ? this.#report(this.report) : nothing}</section>`;
  }

  /** @param {Report} report */
  #report(report) {
    const did = report.runs.filter((run) => run.calls.some((call) => call.effect === 'allow')).length;
    const barred = report.runs.filter((run) => run.calls.some((call) => call.effect !== 'allow')).length;
    const runs = [...report.runs].reverse();
    const words = [
      t('rules.would_run', {count: report.runs.length}), ...(did > 0 ? [t('rules.would_act', {count: did})] : []),
      ...(barred > 0 ? [t('rules.would_bar', {count: barred})] : []),
    ];
    return html`<div class="card"><p class="sum" data-testid="backtest-sum">${words.join(' · ')}</p>
      <lares-timeline .report=${report}></lares-timeline>
      <div class="notes">${[...report.problems, ...report.notes, ...(report.cut ? [t('rules.backtest_cut')] : [])].map((one) => html`<p>${one}</p>`)}</div>
      ${runs.length === 0 ? html`<p class="dim">${t('rules.backtest_nothing')}</p>`
        : html`<ol data-testid="backtest-runs">${runs.slice(0, this.most).map((run) => this.#run(run))}</ol>`}
      ${runs.length > this.most ? html`<button class="btn" type="button" @click=${() => (this.most += SHOWN_AT_ONCE)}>${t('rules.show_more')}</button>` : nothing}</div>`;
  }

  /** @param {WouldRun} run */
  #run(run) {
    return html`<li data-testid="backtest-run"><time datetime=${run.at}>${formatTime(run.at, {weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit'})}</time>
      <div>${run.calls.map((call) => html`<div class=${call.effect === 'allow' ? '' : 'bad'}>${callWords(call.action, call.targets, call.data)}${
          call.effect === 'allow' ? nothing : html` — ${t(`rules.effect_${call.effect}`)}: ${call.reason}`}</div>`)}
        <div class="dim">${causeWords(run.trigger)} · <span class=${endingTone(run.ending) === 'good' ? '' : endingTone(run.ending)}>${t(`rules.ending_${run.ending}`)}</span></div></div></li>`;
  }

  /** @param {string} span */
  #choose(span) {
    this.span = span;
    void this.#try();
  }

  async #try() {
    const serial = ++this.serial;
    if (this.kept === null) return;
    this.busy = true;
    this.problem = '';
    this.most = SHOWN_AT_ONCE;
    try {
      const what = this.draft === null ? {rule_id: this.kept.id} : {yaml: this.draft};
      const report = await store.api.post('lares/backtest', {...what, last: this.span}, ASK_MS * 2);
      if (serial === this.serial) this.report = report;
    } catch (error) {
      if (serial === this.serial) {
        this.report = null;
        this.problem = store.complaint(error);
      }
    }
    if (serial === this.serial) this.busy = false;
  }
}

customElements.define('lares-backtest', LaresBacktest);
