/** One rule, script or scene: its text, what it would have done, its runs, what it said before. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {t} from '../i18n.js';
import {icon} from '../icons.js';
import {linkTo} from '../router.js';
import {WatchingRules, findingsOf, keptOf, mayChange, runNow} from '../rulebook.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-backtest.js';
import './lares-findings.js';
import './lares-rule-editor.js';
import './lares-runs.js';
import './lares-versions.js';

/** @typedef {import('../rulebook.js').Kept} Kept */

const NEW = 'new';
/** @type {Record<import('../rulebook.js').Kind, string[]>} */
const PARTS = {
  automation: ['text', 'backtest', 'runs', 'versions'],
  script: ['text', 'runs', 'versions'],
  scene: ['text', 'versions'],
};

class LaresRule extends LitElement {
  static properties = {key: {attribute: false}, more: {attribute: false}, draft: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      :host {
        max-width: 78rem;
        padding: 0.2rem 1.25rem 2.5rem;
      }
      .back {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
        min-height: 40px;
        color: var(--ink-2);
        font-size: 0.9rem;
        text-decoration: none;
      }
      .back .icon {
        transform: rotate(-90deg);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem 0.9rem;
      }
      h1 {
        flex: 1 1 14rem;
        font-size: 1.45rem;
        font-weight: 650;
        letter-spacing: -0.02em;
        overflow-wrap: anywhere;
      }
      .chip {
        padding: 0.1rem 0.6rem;
        border-radius: 999px;
        background: var(--sunken);
        color: var(--ink-2);
        font-size: 0.78rem;
        font-weight: 550;
        letter-spacing: 0;
        vertical-align: middle;
      }
      nav {
        display: flex;
        gap: 0.2rem;
        margin: 0.8rem 0 1.1rem;
        overflow-x: auto;
        border-bottom: 1px solid var(--line);
      }
      nav a {
        flex: none;
        display: inline-flex;
        align-items: center;
        min-height: 44px;
        padding: 0 0.9rem;
        border-bottom: 3px solid transparent;
        color: var(--ink-2);
        font-weight: 550;
        text-decoration: none;
      }
      nav a:focus-visible {
        outline-offset: -3px;
      }
      nav a[aria-current] {
        border-color: var(--accent);
        color: var(--ink);
      }
      .missing {
        display: grid;
        justify-items: center;
        gap: 0.9rem;
        padding: 12vh 1rem;
        color: var(--ink-2);
        text-align: center;
      }
      .missing .icon {
        width: 2.5rem;
        height: 2.5rem;
      }
      a.btn {
        color: inherit;
        text-decoration: none;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    new WatchingRules(this);
    this.key = '';
    /** @type {string[]} */
    this.more = [];
    /** The text that is not saved yet; null: there is none. @type {string | null} */
    this.draft = null;
  }

  render() {
    if (this.key === NEW) return this.#new();
    const kept = keptOf(this.key);
    const back = html`<a class="back" href=${linkTo('rules')} data-testid="back-to-rules">${icon('up')}${t('nav.rules')}</a>`;
    if (kept === undefined) return html`${back}${this.#missing()}`;
    const parts = PARTS[kept.kind];
    const part = parts.find((one) => one === this.more[0]) ?? parts[0];
    return html`${back}
      <div class="head"><h1 data-testid="rule-name">${kept.name} ${this.#chips(kept)}</h1>${mayChange() ? this.#actions(kept) : nothing}</div>
      <nav aria-label=${t('rules.parts')}>${parts.map((one) => html`<a href=${linkTo('rules', kept.key, one)} data-testid="part-${one}"
        aria-current=${one === part ? 'page' : nothing}>${t(`rules.part_${one}`)}</a>`)}</nav>
      ${this.#part(kept, part)}`;
  }

  #new() {
    if (!mayChange() && store.people.me !== null) {
      return html`<div class="missing" role="status" data-testid="no-new-rules">${icon('shield')}<p>${t('rules.only_adults')}</p>
        <a class="btn" href=${linkTo('rules')}>${t('rules.to_all')}</a></div>`;
    }
    const kind = this.more[0] === 'script' || this.more[0] === 'scene' ? this.more[0] : 'automation';
    return html`<a class="back" href=${linkTo('rules')}>${icon('up')}${t('nav.rules')}</a>
      <div class="head"><h1>${t(`rules.new_${kind}`)}</h1></div>
      <nav aria-label=${t('rules.kinds')}>${['automation', 'script', 'scene'].map((one) => html`<a href=${linkTo('rules', NEW, one)}
        data-testid="kind-${one}" aria-current=${one === kind ? 'page' : nothing}>${t(`rules.kind_${one}`)}</a>`)}</nav>
      <lares-rule-editor .kind=${kind} .kept=${null}></lares-rule-editor>`;
  }

  #missing() {
    if (store.rules.areRead === null) return html`<div class="missing" role="status">${t('shell.loading')}</div>`;
    const isLost = store.rules.areRead === false;
    return html`<div class="missing" role="alert" data-testid="rule-missing">${icon(isLost ? 'warning' : 'question')}
      <p>${t(isLost ? 'rules.failed' : 'rules.missing')}</p>
      ${isLost ? html`<button class="btn" type="button" @click=${() => void store.rules.load()}>${t('shell.again')}</button>`
        : html`<a class="btn" href=${linkTo('rules')}>${t('rules.to_all')}</a>`}</div>`;
  }

  /** @param {Kept} kept */
  #chips(kept) {
    return html`${kept.kind === 'automation' ? nothing : html`<span class="chip">${t(`rules.kind_${kept.kind}`)}</span>`}
      ${kept.paused ? html`<span class="chip">${t('rules.paused')}</span>` : nothing}
      ${kept.running ? html`<span class="chip">${t('rules.running')}</span>` : nothing}`;
  }

  /** @param {Kept} kept */
  #actions(kept) {
    const isOff = store.connection !== 'online';
    const isPending = store.controls.waiting.get(kept.entityId) === 'pending';
    return html`<button class="btn" type="button" data-testid="run-this" ?disabled=${isOff || isPending}
        aria-busy=${isPending ? 'true' : 'false'} @click=${() => void runNow(kept)}>${icon('play')}${t(isPending ? 'rules.starting' : 'rules.run_now')}</button>
      ${kept.kind === 'automation' ? html`<button class="btn" type="button" data-testid="pause-this" ?disabled=${isOff}
        @click=${() => void store.rules.pause(kept.id, !kept.paused)}>${t(kept.paused ? 'rules.resume' : 'rules.pause')}</button>` : nothing}`;
  }

  /**
   * The text stays while one looks at the other parts: what is typed is not lost.
   *
   * @param {Kept} kept
   * @param {string} part
   */
  #part(kept, part) {
    return html`<lares-rule-editor .isAway=${part !== 'text'} .kind=${kept.kind} .kept=${kept}
        @draft=${(/** @type {CustomEvent<string | null>} */ event) => (this.draft = event.detail)}></lares-rule-editor>
      ${part === 'text' ? html`<lares-findings .findings=${findingsOf(kept).filter((one) => one.rules.length > 1 || !mayChange())} .isOwn=${kept.key}></lares-findings>` : nothing}
      ${part === 'backtest' ? html`<lares-backtest .kept=${kept} .draft=${this.draft}></lares-backtest>` : nothing}
      ${part === 'runs' ? html`<lares-runs .kept=${kept} .runId=${this.more[1] ?? ''}></lares-runs>` : nothing}
      ${part === 'versions' ? html`<lares-versions .kept=${kept}></lares-versions>` : nothing}`;
  }
}

customElements.define('lares-rule', LaresRule);
