/** What a rule said before: each version beside what it says now, and the way back to it. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {linesOf} from '../diff.js';
import {formatTime, t} from '../i18n.js';
import {icon} from '../icons.js';
import {mayChange} from '../rulebook.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-sure.js';

/** @typedef {{number: number, at: string, why: string, user_id: string | null, file: string}} Version */

class LaresVersions extends LitElement {
  static properties = {
    kept: {attribute: false}, versions: {state: true}, chosen: {state: true}, text: {state: true}, problem: {state: true},
    isAsking: {state: true}, busy: {state: true},
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
      li button {
        display: grid;
        gap: 0.05rem;
        width: 100%;
        padding: 0.55rem 0.9rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--surface);
        text-align: left;
      }
      li button[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      .dim {
        color: var(--ink-2);
        font-size: 0.88rem;
      }
      time {
        font-weight: 560;
        font-variant-numeric: tabular-nums;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0.6rem;
        margin-bottom: 0.7rem;
      }
      h2 {
        font-size: 1.05rem;
      }
      .diff {
        margin: 0;
        padding: 0.7rem 0;
        overflow-x: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
        font: 13.5px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      }
      .diff > span {
        display: block;
        width: max-content;
        min-width: 100%;
        padding: 0 1rem;
        white-space: pre;
      }
      .gone {
        background: var(--bad-soft);
      }
      .new {
        background: var(--good-soft);
      }
      .sign {
        display: inline-block;
        width: 1.4rem;
        color: var(--ink-2);
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
    /** @type {Version[] | null} */
    this.versions = null;
    this.chosen = 0;
    this.text = '';
    this.problem = '';
    this.isAsking = false;
    this.busy = false;
    this.read = '';
  }

  willUpdate() {
    // A new text is a new version.
    const now = `${this.kept?.key ?? ''} ${this.kept?.yaml ?? ''}`;
    if (now === this.read) return;
    this.read = now;
    void this.#load();
  }

  render() {
    if (this.problem) {
      return html`<div class="empty" role="alert">${icon('warning')}${this.problem}
        <button class="btn" type="button" @click=${() => void this.#load()}>${t('shell.again')}</button></div>`;
    }
    if (this.versions === null) return html`<div class="empty" role="status">${t('shell.loading')}</div>`;
    if (this.versions.length === 0) return html`<div class="empty" data-testid="no-versions">${icon('clock')}<p>${t('rules.no_versions')}</p></div>`;
    return html`<div class="desk"><ol aria-label=${t('rules.part_versions')} data-testid="versions">${this.versions.map((one) => this.#version(one))}</ol>${this.#diff()}</div>
      ${this.isAsking ? html`<lares-sure .what=${t('rules.restore_sure', {number: this.chosen})} .why=${t('rules.restore_why')}
        .yes=${t('rules.restore')} .no=${t('rules.stay')} @sure=${this.#restore} @unsure=${() => (this.isAsking = false)}></lares-sure>` : nothing}`;
  }

  /** @param {Version} version */
  #version(version) {
    const by = store.people.users.find((user) => user.id === version.user_id)?.name
      ?? (version.user_id !== null && version.user_id === store.people.me?.id ? t('rules.by_you') : '');
    return html`<li><button type="button" data-testid="version" aria-pressed=${version.number === this.chosen ? 'true' : 'false'}
      @click=${() => void this.#choose(version.number)}>
      <time datetime=${version.at}>${formatTime(version.at, {day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit'})}</time>
      <span class="dim">${t('rules.version', {number: version.number})} · ${t(`rules.why_${version.why}`)}${by ? html` · ${by}` : nothing}</span></button></li>`;
  }

  #diff() {
    const lines = linesOf(this.text, this.kept?.yaml ?? '');
    const isSame = lines.every((one) => one.kind === 'same');
    const isOff = store.connection !== 'online';
    return html`<div><div class="head"><h2 id="diff">${isSame ? t('rules.same') : t('rules.diff', {number: this.chosen})}</h2>
        ${mayChange() && !isSame ? html`<button class="btn" type="button" data-testid="restore-version" ?disabled=${isOff || this.busy}
          @click=${() => (this.isAsking = true)}>${icon('undo')}${t('rules.restore')}</button>` : nothing}</div>
      <div class="diff" tabindex="0" role="group" aria-labelledby="diff" data-testid="version-diff">${lines.map((one) => html`<span class=${one.kind}
        ><span class="sign">${one.kind === 'gone' ? '−' : one.kind === 'new' ? '+' : ''}</span>${one.kind === 'same' ? nothing : html`<span class="visually-hidden">${t(`rules.diff_${one.kind}`)}</span>`}${one.text}</span>`)}</div></div>`;
  }

  get #path() {
    return `lares/rules/${encodeURIComponent(this.kept?.id ?? '')}/versions`;
  }

  async #load() {
    try {
      this.versions = await store.api.get(`${this.#path}?kind=${this.kept?.kind}`);
      this.problem = '';
      const [latest, before] = this.versions ?? [];
      if (latest) await this.#choose((before ?? latest).number);
    } catch (error) {
      if (this.versions === null) this.problem = store.complaint(error);
    }
  }

  /** @param {number} number */
  async #choose(number) {
    this.chosen = number;
    try {
      const {text} = await store.api.get(`${this.#path}/${number}?kind=${this.kept?.kind}`);
      if (this.chosen === number) this.text = text;
    } catch (error) {
      store.say(store.complaint(error));
    }
  }

  async #restore() {
    this.isAsking = false;
    this.busy = true;
    try {
      await store.api.post(`${this.#path}/${this.chosen}/restore?kind=${this.kept?.kind}`, {});
      await store.rules.load();
      store.say(t('rules.restored', {number: this.chosen}));
    } catch (error) {
      store.say(store.complaint(error));
    }
    this.busy = false;
  }
}

customElements.define('lares-versions', LaresVersions);
