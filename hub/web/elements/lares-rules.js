/** The rules, scripts and scenes that are kept: looked for, let rest, run, deleted; and what is odd about them. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {Following} from '../following.js';
import {t} from '../i18n.js';
import {icon} from '../icons.js';
import {linkTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import {WatchingRules, allKept, bringBack, deleteKept, findingsOf, mayChange, rulebook} from '../rulebook.js';
import './lares-findings.js';
import './lares-rule-row.js';
import './lares-sure.js';

/** @typedef {import('../rulebook.js').Kept} Kept */

/** More mistakes in rule files than this are counted, not listed. */
const MOST_PROBLEMS = 5;

/** @type {Record<string, (kept: Kept) => boolean>} */
const FILTERS = {
  all: () => true,
  on: (kept) => kept.kind === 'automation' && !kept.paused,
  paused: (kept) => kept.paused,
  script: (kept) => kept.kind === 'script',
  scene: (kept) => kept.kind === 'scene',
  odd: (kept) => findingsOf(kept).some((one) => one.severity !== 'note'),
};

class LaresRules extends LitElement {
  static properties = {
    wanted: {state: true}, filter: {state: true}, doomed: {state: true}, gone: {state: true}, busy: {state: true},
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        max-width: 62rem;
        padding: 0.2rem 1.25rem 2.5rem;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.75rem;
        margin-bottom: 0.9rem;
      }
      h1 {
        flex: 1 1 auto;
        font-size: 1.35rem;
        font-weight: 650;
        letter-spacing: -0.02em;
      }
      .search {
        position: relative;
        flex: 1 1 12rem;
        max-width: 22rem;
        color: var(--ink-2);
      }
      .search .icon {
        position: absolute;
        top: 50%;
        left: 0.8rem;
        transform: translateY(-50%);
      }
      input {
        width: 100%;
        min-height: 42px;
        padding: 0 0.9rem 0 2.5rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--raised);
        color: var(--ink);
      }
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
        margin-bottom: 0.9rem;
      }
      .filters .btn[aria-pressed='true'] {
        border-color: transparent;
        background: var(--accent-soft);
        color: var(--accent-strong);
      }
      .filters .btn {
        font-weight: 500;
        font-size: 0.9rem;
      }
      a.btn {
        color: inherit;
        text-decoration: none;
      }
      a.btn.primary {
        color: var(--on-accent);
      }
      ul {
        display: grid;
        gap: 0.6rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .problems,
      .gone {
        margin-top: 0.9rem;
        padding: 0.8rem 1rem;
        border-radius: 18px;
        overflow-wrap: anywhere;
        font-size: 0.9rem;
      }
      .problems {
        background: var(--warn-soft);
        color: var(--ink);
      }
      .gone {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.6rem;
        margin: 0 0 0.9rem;
        border: 1px solid var(--line);
        background: var(--surface);
      }
      .empty {
        display: grid;
        justify-items: center;
        gap: 0.7rem;
        padding: 9vh 1rem;
        color: var(--ink-2);
        text-align: center;
      }
      .empty .icon {
        width: 3rem;
        height: 3rem;
        color: var(--accent);
      }
      @media (max-width: 700px) {
        .search {
          order: 1;
          flex-basis: 100%;
          max-width: none;
        }
      }
      .empty h2 {
        color: var(--ink);
        font-size: 1.1rem;
      }
      .empty p {
        max-width: 30rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    new WatchingRules(this);
    this.wanted = '';
    this.filter = 'all';
    /** What is to be deleted, if one is sure. @type {Kept | null} */
    this.doomed = null;
    /** What was deleted last. @type {Kept | null} */
    this.gone = null;
    this.busy = false;
  }

  render() {
    return html`<section aria-labelledby="title" data-testid="rules">
      <div class="head"><h1 id="title">${t('nav.rules')}</h1>${this.#search()}
        ${mayChange() ? html`<a class="btn primary" href=${linkTo('rules', 'new')} data-testid="new-rule">${icon('plus')}${t('rules.new')}</a>` : nothing}</div>
      ${this.#gone()}${this.#body()}</section>
      ${this.doomed === null ? nothing : html`<lares-sure .what=${t('rules.delete_sure', {name: this.doomed.name})} .why=${t('rules.delete_why')}
        .yes=${t('rules.delete')} .no=${t('rules.keep')} @sure=${this.#delete} @unsure=${() => (this.doomed = null)}></lares-sure>`}`;
  }

  #search() {
    if (allKept().length === 0) return nothing;
    return html`<div class="search">${icon('search')}<input type="search" data-testid="search-rules" aria-label=${t('rules.search')}
      placeholder=${t('rules.search')} .value=${this.wanted}
      @input=${(/** @type {InputEvent} */ event) => (this.wanted = /** @type {HTMLInputElement} */ (event.target).value)}></div>`;
  }

  #body() {
    const all = allKept();
    if (all.length === 0 && store.rules.areRead !== true) return this.#notYet();
    if (all.length === 0 && store.rules.problems.length === 0) return this.#none();
    const shown = all.filter((one) => FILTERS[this.filter](one) && isMeant(one, this.wanted));
    return html`${this.#filters(all)}
      <p class="visually-hidden" role="status">${t('rules.shown', {count: shown.length})}</p>
      ${shown.length > 0
        ? html`<ul>${repeat(shown, (one) => one.key, (one) => html`<li><lares-rule-row .kept=${one} .mayChange=${mayChange()}
            @delete=${() => (this.doomed = one)}></lares-rule-row></li>`)}</ul>`
        : html`<div class="empty" data-testid="rules-nothing"><h2>${t('rules.nothing')}</h2>
            <button class="btn" type="button" @click=${this.#showAll}>${t('rules.show_all')}</button></div>`}
      <lares-findings .findings=${rulebook.findings ?? []}></lares-findings>${this.#problems()}`;
  }

  /** @param {Kept[]} all */
  #filters(all) {
    const offered = Object.keys(FILTERS).filter((name) => name === 'all' || all.some(FILTERS[name]));
    if (!offered.includes(this.filter)) offered.push(this.filter);
    if (offered.length < 3) return nothing;
    return html`<div class="filters" role="group" aria-label=${t('rules.filter')}>${offered.map((name) => html`<button class="btn"
      type="button" data-testid="filter-${name}" aria-pressed=${name === this.filter ? 'true' : 'false'}
      @click=${() => (this.filter = name)}>${t(`rules.filter_${name}`)}</button>`)}</div>`;
  }

  #notYet() {
    if (store.rules.areRead === null) return html`<div class="empty" role="status">${t('shell.loading')}</div>`;
    return html`<div class="empty" role="alert" data-testid="rules-failed">${icon('warning')}<h2>${t('rules.failed')}</h2>
      <button class="btn" type="button" @click=${() => void store.rules.load()}>${t('shell.again')}</button></div>`;
  }

  #none() {
    return html`<div class="empty" data-testid="rules-empty">${icon('rule')}<h2>${t('rules.none')}</h2><p>${t('rules.none_long')}</p>
      ${mayChange() ? html`<a class="btn primary" href=${linkTo('rules', 'new')}>${t('rules.first')}</a>` : nothing}</div>`;
  }

  #gone() {
    const {gone} = this;
    return html`<div role="status">${gone === null ? nothing : html`<div class="gone" data-testid="rule-gone">
      <span>${t('rules.deleted', {name: gone.name})}</span>
      <button class="btn" type="button" data-testid="undo-delete" ?disabled=${this.busy} @click=${this.#undo}>${icon('undo')}${t('rules.undo')}</button></div>`}</div>`;
  }

  #problems() {
    const found = store.rules.problems;
    if (found.length === 0) return nothing;
    const more = found.length - MOST_PROBLEMS;
    return html`<div class="problems" data-testid="rule-problems"><strong>${t('rules.left_out')}</strong>
      ${found.slice(0, MOST_PROBLEMS).map((one) => html`<div>${one.file}:${one.line}: ${one.message}</div>`)}
      ${more > 0 ? html`<div>${t('rules.more', {number: more})}</div>` : nothing}</div>`;
  }

  #showAll() {
    this.wanted = '';
    this.filter = 'all';
  }

  async #delete() {
    const kept = this.doomed;
    this.doomed = null;
    if (kept === null) return;
    try {
      await deleteKept(kept);
      this.gone = kept;
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  async #undo() {
    const {gone} = this;
    if (gone === null) return;
    this.busy = true;
    try {
      await bringBack(gone);
      this.gone = null;
      store.say(t('rules.back', {name: gone.name}));
    } catch (error) {
      store.say(store.complaint(error));
    }
    this.busy = false;
  }
}

/**
 * @param {Kept} kept
 * @param {string} wanted
 */
function isMeant(kept, wanted) {
  const text = `${kept.name} ${kept.words} ${kept.yaml}`.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

customElements.define('lares-rules', LaresRules);
