/** The voice assistant on the page of the hub's parts: what hears and speaks, satellites, what was heard last. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {formatTime, languageName, t, tOr} from '../i18n.js';
import {base, buttons, sheets} from '../styles.js';
import {store} from '../store.js';
import {seconds} from './lares-times.js';

/** @typedef {import('../types.js').VoiceRun} VoiceRun */

const SHOWN = 8;
const SPOKEN_MS = 2_000;
/** What the health of the hub tells of engines. */
const KINDS = ['stt', 'tts', 'wake_word'];
/** Which languages are heard and spoken. */
const TONGUES = ['languages', 'spoken'];

class LaresVoice extends LitElement {
  static properties = {runs: {state: true}, problem: {state: true}};

  static styles = [
    base,
    buttons,
    sheets,
    css`
      :host {
        padding: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 0.6rem;
      }
      h3 {
        flex: 1;
        font-size: 1.02rem;
        font-weight: 600;
      }
      h4 {
        margin: 1.1rem 0 0.4rem;
        font-size: 0.9rem;
        font-weight: 600;
      }
      .state {
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
      dt,
      .quiet {
        color: var(--ink-2);
      }
      .quiet {
        font-size: 0.9rem;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      ul {
        display: grid;
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 0.92rem;
      }
      li {
        border-top: 1px solid var(--line);
      }
      .satellite {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.2rem 0.6rem;
        padding: 0.5rem 0;
      }
      .satellite .where {
        flex: 1;
        color: var(--ink-2);
      }
      summary {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 0 0.8rem;
        align-items: baseline;
        min-height: 40px;
        padding: 0.5rem 0;
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      time,
      .took {
        color: var(--ink-2);
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
      .took {
        display: inline-flex;
        align-items: center;
        gap: 0.3rem;
      }
      details[open] .took .icon {
        transform: rotate(180deg);
      }
      .said {
        overflow-wrap: anywhere;
      }
      .said.failed {
        color: var(--ink-2);
        font-style: italic;
      }
      .more {
        padding: 0 0 0.8rem;
        color: var(--ink-2);
        font-size: 0.87rem;
      }
      .more p {
        margin-bottom: 0.4rem;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {VoiceRun[] | null} */
    this.runs = null;
    this.problem = '';
    new Following(this);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** Read again once the reply to what somebody did was spoken, if it was said aloud. */
    this.soon = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.#read(), SPOKEN_MS);
    };
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('plan', this.soon);
    void this.#read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    store.removeEventListener('plan', this.soon);
    clearTimeout(this.timer);
  }

  render() {
    const told = store.health.voice;
    const hears = store.hasVoice;
    const state = hears ? 'ready' : String(told?.state ?? 'off');
    return html`<div class="head"><h3>${t('voice.title')}</h3>
        <span class="state ${hears ? 'well' : ''}" data-testid="voice-state">${tOr(`system.state_${state}`, state)}</span></div>
      ${hears || state === 'loading' ? nothing : html`<p class="quiet">${t('voice.none')}</p>`}
      ${told?.reason && state !== 'ready' ? html`<p class="quiet">${told.reason}</p>` : nothing}
      ${told === undefined ? nothing : html`<dl>${KINDS.map((kind) => html`<dt>${t(`voice.${kind}`)}</dt><dd data-testid="engines-${kind}">${(told[kind] ?? []).join(', ') || t('voice.nobody')}</dd>`)}
        ${TONGUES.map((kind) => (told[kind] ?? []).length === 0 ? nothing : html`<dt>${t(`voice.${kind}`)}</dt><dd data-testid="voice-${kind}">${told[kind].map(languageName).join(', ')}</dd>`)}</dl>`}
      ${hears && told?.language && !(told.languages ?? []).includes(told.language) ? html`<p class="problem" role="note" data-testid="voice-deaf">${t('voice.deaf', {language: languageName(told.language)})}</p>` : nothing}
      ${this.#satellites()}
      ${this.#latest()}`;
  }

  #satellites() {
    const found = (store.home?.entities ?? []).filter((entity) => entity.domain === 'assist_satellite' && entity.enabled !== false);
    return html`<h4>${t('voice.satellites')}</h4>
      ${found.length === 0 ? html`<p class="quiet">${t('voice.no_satellites')}</p>` : html`<ul>${found.map((one) => {
        const state = store.states.get(one.entity_id)?.state ?? 'unavailable';
        return html`<li class="satellite" data-testid="satellite" data-entity=${one.entity_id}>${one.name}<span class="where">${store.areaName(one.area_id) || t('voice.nowhere')}</span>
          <span class="state ${state === 'unavailable' ? '' : 'well'}">${tOr(`voice.satellite_${state}`, state)}</span></li>`;
      })}</ul>`}`;
  }

  #latest() {
    return html`<h4>${t('voice.latest')}</h4>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.runs === null ? nothing : this.runs.length === 0 ? html`<p class="quiet">${t('voice.no_runs')}</p>`
        : html`<ul>${this.runs.slice(0, SHOWN).map((run) => this.#run(run))}</ul>`}`;
  }

  /** @param {VoiceRun} run */
  #run(run) {
    const whole = run.times.reduce((sum, one) => sum + one.took_ms, 0);
    const failure = run.failure ? tOr(`voice.error.${run.failure}`, run.failure) : '';
    return html`<li data-testid="voice-run"><details><summary>
        <time datetime=${run.at}>${formatTime(run.at)}</time>
        <span class="said ${run.text ? '' : 'failed'}">${run.text ? t('voice.quoted', {text: run.text}) : failure}</span>
        <span class="took">${run.times.length > 0 ? seconds(whole) : ''} ${icon('down')}</span></summary>
      <div class="more">${run.speech ? html`<p>${t('voice.answered', {text: run.speech})}</p>` : nothing}
        ${failure && run.text ? html`<p>${failure}</p>` : nothing}
        <p>${[this.#where(run), run.engine ? t('voice.heard_by', {engine: run.engine}) : ''].filter(Boolean).join(' · ')}</p>
        ${run.times.length > 0 ? html`<lares-times .times=${run.times}></lares-times>` : nothing}</div></details></li>`;
  }

  /** @param {VoiceRun} run */
  #where(run) {
    return run.satellite_id ? store.nameOf(run.satellite_id) : run.area_id ? store.areaName(run.area_id) : t('voice.on_a_page');
  }

  async #read() {
    try {
      this.runs = await store.api.get(`lares/voice/runs?limit=${SHOWN}`);
      this.problem = '';
    } catch (error) {
      this.problem = store.complaint(error);
    }
  }
}

customElements.define('lares-voice', LaresVoice);
