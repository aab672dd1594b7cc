/** System: how the parts of the hub are, what is off and what it does instead, backups, updates, logs. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {formatNumber, t} from '../i18n.js';
import {base, buttons, sheets} from '../styles.js';
import {store} from '../store.js';
import '../elements/lares-log.js';
import '../elements/lares-voice.js';

/** @typedef {{part: string, what: string, instead: string}} Trouble */
/** @typedef {{problem: string | null, files: {name: string, size: number}[]}} Backups */

const MEGA = 1_000_000;
const SHOWN = 5;
const WELL = new Set(['ok', 'ready', 'connected', 'recording', 'running', 'loaded', 'idle', 'busy']);
/** The parts, and what of each is worth a line. @type {[string, string[]][]} */
const PARTS = [
  ['hub', ['version']],
  ['model', ['reason']],
  ['broker', ['kind', 'reason']],
  ['history', ['written', 'queued', 'shed', 'problem']],
  ['audit', ['written', 'queued', 'missed', 'problem']],
  ['storage', ['reason']],
  ['http', ['host', 'tls']],
];

class LaresSystemPage extends LitElement {
  static properties = {rest: {attribute: false}, backups: {state: true}, isSaving: {state: true}, problem: {state: true}};

  static styles = [
    base,
    buttons,
    sheets,
    css`
      .grid {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        gap: 1rem;
        align-items: start;
      }
      .sheet {
        padding: 1rem 1.1rem;
      }
      section.off {
        border-color: transparent;
        background: var(--bad-soft);
      }
      section.wide {
        grid-column: 1 / -1;
      }
      h3 {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        font-size: 1.02rem;
        font-weight: 600;
      }
      .state {
        margin-left: auto;
        padding: 0.15rem 0.7rem;
        border-radius: 999px;
        background: var(--warn-soft);
        color: var(--warn);
        font-size: 0.8rem;
        font-weight: 550;
      }
      .state.well {
        background: var(--good-soft);
        color: var(--good);
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.25rem 1rem;
        margin: 0.6rem 0 0;
        font-size: 0.9rem;
      }
      dt {
        color: var(--ink-2);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      ul {
        display: grid;
        gap: 0.4rem;
        margin: 0.6rem 0;
        padding: 0;
        list-style: none;
        font-size: 0.92rem;
        overflow-wrap: anywhere;
      }
      .quiet {
        margin-top: 0.5rem;
        color: var(--ink-2);
        font-size: 0.9rem;
      }
      .btn {
        margin-top: 0.7rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {string[]} */
    this.rest = [];
    /** @type {Backups | null} */
    this.backups = null;
    this.isSaving = false;
    this.problem = '';
    new Following(this);
  }

  get isOwner() {
    return store.people.me?.role === 'owner';
  }

  updated() {
    if (this.isOwner && this.backups === null && !this.problem) void this.#fetch();
  }

  render() {
    const {health} = store;
    /** @type {Trouble[]} */
    const off = health.troubles?.off ?? [];
    return html`<header><h2>${t('nav.system')}</h2></header>
      <div class="grid" data-testid="system">
        ${off.length === 0 ? nothing : html`<section class="sheet wide off" data-testid="troubles"><h3>${t('system.off')}</h3>
          <ul>${off.map((one) => html`<li><strong>${one.part}</strong>: ${one.what}<br>${one.instead}</li>`)}</ul></section>`}
        ${PARTS.map(([part, facts]) => this.#part(part, facts))}
        <section class="sheet wide" data-testid="part-voice"><lares-voice></lares-voice></section>
        ${this.#backups()}
        ${this.#updates()}
        ${this.isOwner ? html`<section class="sheet wide"><lares-log></lares-log></section>` : nothing}
      </div>`;
  }

  /**
   * @param {string} part
   * @param {string[]} facts
   */
  #part(part, facts) {
    const told = store.health[part];
    if (told === undefined) return nothing;
    const state = String(told.state ?? (part === 'http' ? 'ok' : '')).toLowerCase();
    const lines = facts.filter((fact) => told[fact] !== undefined && told[fact] !== null && told[fact] !== '');
    return html`<section class="sheet" data-testid="part-${part}"><h3>${t(`system.${part}`)}
        ${state ? html`<span class="state ${WELL.has(state) ? 'well' : ''}">${stateWords(state)}</span>` : nothing}</h3>
      <dl>${lines.map((fact) => html`<dt>${t(`system.fact_${fact}`)}</dt><dd>${factWords(told[fact])}</dd>`)}</dl></section>`;
  }

  #backups() {
    const state = String(store.health.backup?.state ?? 'off');
    const files = this.backups?.files ?? [];
    return html`<section class="sheet" data-testid="part-backup"><h3>${t('system.backup')}<span class="state ${state === 'ok' ? 'well' : ''}">${stateWords(state)}</span></h3>
      ${this.problem || this.backups?.problem ? html`<p class="problem" role="alert">${this.problem || this.backups?.problem}</p>` : nothing}
      ${files.length === 0 ? html`<p class="quiet">${t(state === 'off' ? 'system.backup_off' : 'system.no_backup')}</p>`
        : html`<ul>${files.slice(0, SHOWN).map((file) => html`<li>${file.name} · ${formatNumber(file.size / MEGA, {maximumFractionDigits: 1})} MB</li>`)}</ul>`}
      ${this.isOwner ? html`<button class="btn" type="button" data-testid="backup-now" ?disabled=${this.isSaving} @click=${() => void this.#save()}>
        ${t(this.isSaving ? 'system.backing_up' : 'system.backup_now')}</button>` : nothing}</section>`;
  }

  #updates() {
    const entities = (store.home?.entities ?? []).filter((entity) => entity.domain === 'update' && entity.enabled !== false);
    const waiting = entities.filter((entity) => store.states.get(entity.entity_id)?.state === 'on');
    return html`<section class="sheet" data-testid="part-updates"><h3>${t('system.updates')}</h3>
      ${waiting.length === 0 ? html`<p class="quiet">${t('system.no_updates')}</p>` : html`<ul>${waiting.map((entity) => {
        const {installed_version: from, latest_version: to} = store.states.get(entity.entity_id)?.attributes ?? {};
        return html`<li>${entity.name}: ${from ?? '?'} → ${to ?? '?'}
          <button class="btn small" type="button" @click=${() => void store.controls.call(entity.entity_id, 'update.install')}>${t('system.install')}</button></li>`;
      })}</ul>`}</section>`;
  }

  async #fetch() {
    try {
      this.backups = await store.api.get('lares/backups');
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }

  async #save() {
    this.isSaving = true;
    try {
      await store.api.post('lares/backups', {}, 120_000);
      this.problem = '';
      await this.#fetch();
    } catch (error) {
      this.problem = store.complaint(error);
    } finally {
      this.isSaving = false;
    }
  }
}

/** @param {string} state */
function stateWords(state) {
  const key = `system.state_${state}`;
  const words = t(key);
  return words === key ? state : words;
}

/** @param {unknown} value */
function factWords(value) {
  if (typeof value === 'boolean') return t(value ? 'system.yes' : 'system.no');
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

customElements.define('lares-system-page', LaresSystemPage);
