/** The text of a rule while it is written: checked as it is typed, told in words, saved. Says "draft". */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {ApiError} from '../client.js';
import {t} from '../i18n.js';
import {icon} from '../icons.js';
import {goTo, guardLeaving, linkTo} from '../router.js';
import {keyOf, mayChange} from '../rulebook.js';
import {TEMPLATES} from '../rule-templates.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-say-rule.js';
import './lares-sure.js';
import './lares-yaml.js';

/** @typedef {import('./lares-yaml.js').Mark} Mark */
/** @typedef {{problems: Mark[], notes: Mark[], findings: import('../rulebook.js').Finding[], name: string, id: string | null, words: string | null, is_whole: boolean | null}} Look */

const PAUSE_MS = 350;

class LaresRuleEditor extends LitElement {
  static properties = {
    kept: {attribute: false}, kind: {attribute: false}, text: {state: true}, look: {state: true}, check: {state: true},
    saving: {state: true}, isAway: {attribute: false}, leavingTo: {state: true}, isOld: {state: true},
  };

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
        gap: 1rem;
      }
      .side {
        display: grid;
        align-content: start;
        gap: 1rem;
      }
      .card {
        padding: 0.9rem 1.1rem 1rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      h2 {
        margin-bottom: 0.4rem;
        color: var(--ink-2);
        font-size: 0.82rem;
        font-weight: 600;
        letter-spacing: 0.02em;
      }
      .words {
        font-size: 1.08rem;
        line-height: 1.5;
        overflow-wrap: anywhere;
      }
      .words::first-letter {
        text-transform: uppercase;
      }
      .dim {
        color: var(--ink-2);
      }
      .bar {
        position: sticky;
        bottom: 0;
        z-index: 2;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.6rem 0.9rem;
        margin-top: 0.8rem;
        padding: 0.6rem 0;
        background: var(--ground);
      }
      .status {
        display: flex;
        flex: 1 1 10rem;
        align-items: center;
        gap: 0.5rem;
        color: var(--ink-2);
        font-size: 0.9rem;
      }
      .status.good {
        color: var(--good);
      }
      .status.bad {
        color: var(--bad);
      }
      .status.warn {
        color: var(--warn);
      }
      ol {
        display: grid;
        gap: 0.2rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li button {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.7rem;
        width: 100%;
        min-height: 40px;
        padding: 0.45rem 0.5rem;
        border: 0;
        border-radius: var(--radius-s);
        background: none;
        text-align: left;
        overflow-wrap: anywhere;
      }
      li button:hover {
        background: var(--sunken);
      }
      .line {
        align-self: start;
        padding: 0.05rem 0.55rem;
        border-radius: 999px;
        background: var(--bad-soft);
        color: var(--bad);
        font-size: 0.82rem;
        font-weight: 600;
        white-space: nowrap;
      }
      .warning .line {
        background: var(--warn-soft);
        color: var(--warn);
      }
      .note .line {
        background: var(--sunken);
        color: var(--ink-2);
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.6rem;
        margin-bottom: 0.8rem;
        padding: 0.6rem 1rem;
        border-radius: var(--radius-s);
        background: var(--warn-soft);
      }
      kbd {
        padding: 0.05rem 0.4rem;
        border: 1px solid currentColor;
        border-radius: 6px;
        font: inherit;
        font-size: 0.78rem;
      }
      @container (max-width: 40rem) {
        kbd {
          display: none;
        }
      }
      @container (min-width: 52rem) {
        .desk {
          grid-template-columns: minmax(0, 1fr) 17.5rem;
        }
        .side {
          position: sticky;
          top: 0.5rem;
          align-self: start;
        }
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    /** What is edited; null: a new one. @type {import('../rulebook.js').Kept | null} */
    this.kept = null;
    /** @type {import('../rulebook.js').Kind} */
    this.kind = 'automation';
    /** Whether another part of the rule is shown; the text is kept meanwhile. */
    this.isAway = false;
    this.text = '';
    /** The text as the hub has it. */
    this.base = '';
    /** What is edited now, by key, or a new one's kind. */
    this.of = '';
    /** @type {Look | null} */
    this.look = null;
    /** @type {'idle' | 'checking' | 'failed'} */
    this.check = 'idle';
    this.saving = false;
    /** Where one wants to go, unsaved. @type {string | null} */
    this.leavingTo = null;
    /** Whether the hub's text has changed since. */
    this.isOld = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.serial = 0;
    this.pressed = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);
    this.unloading = (/** @type {BeforeUnloadEvent} */ event) => {
      if (this.isChanged) event.preventDefault();
    };
  }

  get isChanged() {
    return this.text !== this.base;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.pressed);
    addEventListener('beforeunload', this.unloading);
    guardLeaving((to) => this.#mayLeave(to));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.pressed);
    removeEventListener('beforeunload', this.unloading);
    guardLeaving(null);
    clearTimeout(this.timer);
  }

  willUpdate() {
    const of = this.kept?.key ?? `new ${this.kind}`;
    const told = this.kept?.yaml ?? TEMPLATES[this.kind];
    if (of !== this.of) {
      this.of = of;
      this.base = this.text = told;
      this.look = null;
      this.isOld = false;
      this.#checkSoon(0);
    } else if (told !== this.base && this.kept !== null && !this.saving) {
      // It was changed elsewhere, or saved, which may add a line.
      if (!this.isChanged) {
        this.base = this.text = told;
        this.#checkSoon(0);
      } else {
        this.isOld = true;
      }
    }
  }

  render() {
    return html`${this.isAway ? nothing : this.#desk()}
      ${this.leavingTo === null ? nothing : html`<lares-sure .what=${t('rules.unsaved')} .why=${t('rules.unsaved_why')}
        .yes=${t('rules.discard')} .no=${t('rules.stay')} @sure=${this.#leave} @unsure=${() => (this.leavingTo = null)}></lares-sure>`}`;
  }

  #desk() {
    const mayWrite = mayChange();
    return html`${this.kept === null && this.kind === 'automation' ? html`<lares-say-rule @said=${this.#said}></lares-say-rule>` : nothing}
      ${this.isOld ? html`<div class="notice" role="alert" data-testid="rule-old">${t('rules.old')}
        <button class="btn" type="button" @click=${this.#takeTheirs}>${t('rules.take_theirs')}</button></div>` : nothing}
      <div class="desk"><div>
          <lares-yaml .value=${this.text} .marks=${this.#marks} .label=${t('rules.text_label')} .readonly=${!mayWrite} @typed=${this.#typed}></lares-yaml>
          ${mayWrite ? this.#bar() : html`<p class="bar dim" data-testid="rule-read-only">${t('rules.read_only')}</p>`}
        </div><div class="side">${this.#words()}${this.#list()}</div></div>`;
  }

  #bar() {
    const isOff = store.connection !== 'online';
    const isWrong = (this.look?.problems.length ?? 0) > 0;
    const [tone, name, words] = this.#status(isOff);
    return html`<div class="bar"><span class="status ${tone}" role="status" data-testid="rule-status">${icon(name)}${words}</span>
      ${this.isChanged ? html`<button class="btn" type="button" data-testid="revert-rule" @click=${this.#revert}>${t('rules.revert')}</button>` : nothing}
      <button class="btn primary" type="button" data-testid="save-rule" ?disabled=${isOff || this.saving || isWrong || (this.kept !== null && !this.isChanged)}
        @click=${this.#save}>${this.saving ? t('rules.saving') : t('rules.save')} <kbd aria-hidden="true">Ctrl S</kbd></button></div>`;
  }

  /**
   * @param {boolean} isOff
   * @returns {[string, string, string]}
   */
  #status(isOff) {
    if (isOff) return ['warn', 'warning', t('rules.offline')];
    if (this.check === 'failed') return ['warn', 'warning', t('rules.unchecked')];
    if (this.check === 'checking' || this.look === null) return ['', 'clock', t('rules.checking')];
    const wrong = this.look.problems.length;
    if (wrong > 0) return ['bad', 'cross', t('rules.mistakes', {count: wrong})];
    return ['good', 'check', this.isChanged ? t('rules.right_unsaved') : t('rules.right')];
  }

  #words() {
    if (this.kind !== 'automation') return nothing;
    const words = mayChange() ? this.look?.words : this.kept?.words;
    return html`<section class="card" aria-labelledby="in-words"><h2 id="in-words">${t('rules.in_words')}</h2>
      <div aria-live="polite" data-testid="rule-words">${words
        ? html`<p class="words">${words}</p>` : html`<p class="dim">${t('rules.no_words')}</p>`}</div></section>`;
  }

  /** @returns {Mark[]} */
  get #marks() {
    const {look} = this;
    if (look === null) return [];
    /** @type {Mark[]} */
    const marks = [
      ...look.problems.map((one) => ({...one, severity: /** @type {const} */ ('error')})),
      ...look.findings.map((one) => ({line: one.line, key: '', message: one.message, severity: one.severity === 'error' ? /** @type {const} */ ('warning') : one.severity})),
      ...look.notes.map((one) => ({...one, severity: /** @type {const} */ ('note')})),
    ];
    return marks.sort((one, other) => one.line - other.line);
  }

  #list() {
    const marks = this.#marks;
    if (marks.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="marks"><h2 id="marks">${t('rules.beside')}</h2>
      <ol data-testid="rule-marks">${marks.map((one) => html`<li class=${one.severity}><button type="button" data-testid="rule-mark" @click=${() => this.#show(one.line)}>
        <span class="line">${t('rules.line', {number: one.line})}</span><span>${one.message}</span></button></li>`)}</ol></section>`;
  }

  /** @param {number} line */
  #show(line) {
    /** @type {any} */ (this.renderRoot.querySelector('lares-yaml')).goTo(line);
  }

  /** @param {CustomEvent<string>} event */
  #typed(event) {
    this.#set(event.detail);
  }

  /** @param {CustomEvent<string>} event */
  #said(event) {
    this.#set(event.detail, 0);
  }

  #revert() {
    this.#set(this.base, 0);
  }

  #takeTheirs() {
    this.base = this.kept?.yaml ?? '';
    this.isOld = false;
    this.#set(this.base, 0);
  }

  /**
   * @param {string} text
   * @param {number} [afterMs]
   */
  #set(text, afterMs = PAUSE_MS) {
    this.text = text;
    this.dispatchEvent(new CustomEvent('draft', {detail: this.isChanged ? text : null}));
    this.#checkSoon(afterMs);
  }

  /** @param {number} afterMs */
  #checkSoon(afterMs) {
    clearTimeout(this.timer);
    if (!mayChange() && store.people.me !== null) return;
    this.check = 'checking';
    this.timer = setTimeout(() => void this.#look(), afterMs);
  }

  async #look() {
    const serial = ++this.serial;
    try {
      const body = {yaml: this.text, kind: this.kind, ...(this.kept ? {rule_id: this.kept.id} : {})};
      /** @type {Look} */
      const look = await store.api.post('lares/drafts/check', body);
      if (serial !== this.serial) return;
      this.look = look;
      this.check = 'idle';
    } catch (error) {
      if (serial !== this.serial) return;
      this.check = 'failed';
      if (error instanceof ApiError && error.status === 401) store.complaint(error);
    }
  }

  async #save() {
    if (this.saving || !mayChange()) return;
    const {text, kept, kind} = this;
    const id = kept?.id ?? this.look?.id ?? String(Date.now());
    this.saving = true;
    try {
      await store.api.put(`lares/rules/${encodeURIComponent(id)}`, {yaml: text, kind, ...(kept ? {} : {new: true})});
      this.base = text;
      this.isOld = false;
      this.dispatchEvent(new CustomEvent('draft', {detail: this.isChanged ? this.text : null}));
      await store.rules.load();
      store.say(t('rules.saved'));
      if (kept === null) goTo('rules', keyOf(kind, id));
    } catch (error) {
      this.#complain(error);
    }
    this.saving = false;
  }

  /** @param {unknown} error */
  #complain(error) {
    const found = error instanceof ApiError ? error.body.problems : undefined;
    if (Array.isArray(found)) this.look = {problems: found, notes: [], findings: [], name: '', id: null, words: null, is_whole: null};
    store.say(store.complaint(error));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (this.isChanged || this.kept === null) void this.#save();
  }

  /** Whether one may go there: other parts of the same rule keep the text. @param {string} to */
  #mayLeave(to) {
    const own = this.kept === null ? null : linkTo('rules', this.kept.key);
    if (!this.isChanged || this.saving || to === own || (own !== null && to.startsWith(`${own}/`))) return true;
    this.leavingTo = to;
    return false;
  }

  #leave() {
    const to = this.leavingTo;
    this.leavingTo = null;
    this.text = this.base;
    if (to !== null) location.hash = to;
  }
}

customElements.define('lares-rule-editor', LaresRuleEditor);
