/** The conversation: ask in your own words, see what the hub made of it. */

import {LitElement, html, css, nothing, repeat} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {language, t} from '../i18n.js';
import {ASK} from '../pages.js';
import {goTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';
import './lares-level.js';
import './lares-mic.js';
import './lares-talks.js';
import './lares-turn.js';

const SUGGESTED = 5;

const MOST_FRAMES = 120;

class LaresChat extends LitElement {
  static properties = {hasTalks: {state: true}};

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) auto auto / minmax(0, 1fr);
        height: 100%;
        max-width: 46rem;
        margin: 0 auto;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        padding: 0.6rem 0.9rem;
        border-bottom: 1px solid var(--line);
      }
      .head .round {
        width: 40px;
        height: 40px;
        background: none;
        color: var(--ink-2);
      }
      .head .round:hover:not(:disabled) {
        background: var(--sunken);
      }
      .first {
        display: inline-flex;
        align-items: center;
        gap: 0.45rem;
        min-height: 40px;
        margin-right: auto;
        padding: 0 0.9rem 0 0.7rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--raised);
        color: var(--ink-2);
        font-size: 0.87rem;
      }
      .first[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--accent);
        font-weight: 600;
      }
      .talk {
        overflow: auto;
        overscroll-behavior: contain;
        padding: 1.1rem 1.1rem 0.4rem;
        display: flex;
        flex-direction: column;
        gap: 0.8rem;
        scrollbar-color: var(--line) transparent;
      }
      .welcome {
        margin: auto 0;
        display: grid;
        justify-items: center;
        gap: 0.35rem;
        padding: 1rem 0;
        text-align: center;
      }
      .welcome .hearth {
        display: grid;
        place-items: center;
        width: 64px;
        height: 64px;
        margin-bottom: 0.6rem;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 1.5rem;
      }
      h2 {
        font-size: 1.3rem;
        font-weight: 650;
        letter-spacing: -0.02em;
      }
      .welcome p {
        max-width: 24em;
        color: var(--ink-2);
      }
      .ideas {
        display: grid;
        gap: 0.5rem;
        width: 100%;
        max-width: 24rem;
        margin-top: 1.3rem;
      }
      .ideas button {
        padding: 0.7rem 1rem;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--ground);
        text-align: left;
        transition: border-color 0.15s;
      }
      .ideas button:hover {
        border-color: var(--accent);
      }
      form {
        grid-row: 4;
        display: flex;
        align-items: flex-end;
        gap: 0.5rem;
        margin: 0.6rem 0.9rem 0.9rem;
        padding: 0.35rem 0.35rem 0.35rem 1.1rem;
        border: 1px solid var(--line);
        border-radius: 26px;
        background: var(--ground);
      }
      form:focus-within {
        border-color: var(--accent);
        box-shadow: 0 0 0 3px var(--accent-soft);
      }
      input {
        flex: 1;
        min-width: 0;
        min-height: 40px;
        border: 0;
        outline: 0;
        background: none;
        font-size: 1rem;
      }
      input:focus-visible {
        outline: none;
      }
      input::placeholder {
        color: var(--ink-3);
      }
      form.aloud {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      form .forget {
        margin-left: -0.75rem;
        background: none;
      }
      .hearing {
        display: flex;
        flex: 1;
        align-items: center;
        gap: 0.8rem;
        min-width: 0;
        min-height: 40px;
        color: var(--accent);
        font-weight: 560;
        white-space: nowrap;
      }
      [hidden] {
        display: none;
      }
      .saying {
        grid-row: 3;
        display: flex;
        align-items: center;
        gap: 0.6rem;
        margin: 0.4rem 0.9rem 0;
        padding: 0.25rem 0.3rem 0.25rem 1rem;
        border-radius: 999px;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 0.9rem;
        font-weight: 560;
      }
      .saying span {
        flex: 1;
      }
      .head .round[aria-pressed='true'] {
        color: var(--accent);
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.seen = 0;
    this.hasTalks = false;
    /** How far back one went through one's sentences; -1 is what one types. */
    this.back = -1;
    this.typed = '';
    /** @type {(event: KeyboardEvent) => void} */
    this.onKey = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      this.#come();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
  }

  render() {
    const {turns} = store.talk;
    const {voice} = store;
    const isHearing = voice.isListening || voice.phase === 'hearing';
    const last = turns.at(-1)?.id;
    return html`<div class="head">
        <button class="first" type="button" aria-pressed=${store.talk.showsFirst} title=${t('ask.preview_help')} data-testid="show-first"
          @click=${() => store.talk.showFirst(!store.talk.showsFirst)}>${icon('eye')}${t('ask.preview')}</button>
        ${store.hasVoice ? html`<button class="round" type="button" aria-pressed=${voice.speaks} aria-label=${t('voice.speaks')} title=${t('voice.speaks_help')}
          data-testid="speak-replies" @click=${() => voice.speakReplies(!voice.speaks)}>${icon(voice.speaks ? 'volume' : 'quiet')}</button>` : nothing}
        <button class="round" type="button" aria-label=${t('ask.earlier')} title=${t('ask.earlier')} data-testid="talks-open"
          @click=${() => (this.hasTalks = true)}>${icon('talks')}</button>
        <button class="round" type="button" aria-label=${t('ask.new')} title=${t('ask.new')} data-testid="talk-new"
          ?disabled=${turns.length === 0} @click=${() => store.talk.startAnew()}>${icon('plus')}</button>
      </div>
      <div class="talk" role="log" aria-live="polite" aria-label=${t('ask.talk')} tabindex="0">
        ${turns.length === 0 ? this.#welcome() : repeat(turns, (turn) => turn.id, (turn) =>
          html`<lares-turn .turn=${turn} .isLast=${turn.id === last} data-testid=${turn.from === 'hub' ? 'reply' : 'said'}></lares-turn>`)}
      </div>
      ${this.#saying()}
      <form class=${isHearing ? 'aloud' : ''} @submit=${this.#send}>
        ${voice.isListening ? html`<button class="round forget" type="button" data-testid="voice-forget" aria-label=${t('voice.forget')} title=${t('voice.forget')}
          @click=${() => voice.cancel()}>${icon('cross')}</button>` : nothing}
        ${isHearing ? html`<div class="hearing" data-testid="hearing">${this.#hint()}${voice.phase === 'listening' ? html`<lares-level data-testid="level"></lares-level>` : nothing}</div>` : nothing}
        <input ?hidden=${isHearing} name="text" data-testid="ask-input" aria-label=${t('ask.input')} placeholder=${t('ask.placeholder')}
          title=${t('ask.keys')} aria-keyshortcuts="Control+K" @keydown=${this.#recall} autocomplete="off" enterkeyhint="send" maxlength="500">
        ${store.hasVoice ? html`<lares-mic></lares-mic>` : nothing}
        <button class="round lit" type="submit" ?hidden=${isHearing} aria-label=${t('ask.send')} data-testid="ask-send">${icon('send')}</button>
      </form>
      ${this.hasTalks ? html`<lares-talks @close=${() => (this.hasTalks = false)}></lares-talks>` : nothing}`;
  }

  updated() {
    const mark = JSON.stringify(store.talk.turns.map((turn) => [turn.id, turn.busy, turn.settled, turn.spoken?.isOpen && turn.text])).length;
    if (mark === this.seen) return;
    this.seen = mark;
    const talk = this.renderRoot.querySelector('.talk');
    const newest = talk?.querySelector('lares-turn:last-of-type');
    if (!talk || !newest) return;
    // Plans draw themselves after their turn: what is below them is there with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      talk.scrollTop = talk.scrollHeight;
    }));
  }

  /** What it waits for; and in which language, if it is not that of the page. */
  #hint() {
    const {phase, otherLanguage} = store.voice;
    if (phase === 'listening' && otherLanguage) return t('voice.hint_in', {language: otherLanguage});
    return t(`voice.hint_${phase}`);
  }

  /** That a reply is being spoken, or would be if the browser let it. */
  #saying() {
    const {voice} = store;
    if (voice.phase === 'speaking') {
      return html`<div class="saying" data-testid="saying">${icon('volume')}<span>${t('voice.is_speaking')}</span>
        <button class="btn small" type="button" data-testid="hush" @click=${() => voice.hush()}>${icon('stop')}${t('voice.stop')}</button></div>`;
    }
    if (!voice.unheard) return nothing;
    return html`<div class="saying" role="status" data-testid="unheard">${icon('quiet')}<span>${t('voice.blocked')}</span>
      <button class="btn small" type="button" @click=${() => void voice.playUnheard()}>${icon('play')}${t('voice.hear')}</button></div>`;
  }

  #welcome() {
    return html`<div class="welcome">
      <div class="hearth">${icon('mark')}</div>
      <h2>${t('ask.welcome')}</h2>
      <p>${t('ask.welcome_more')}</p>
      <div class="ideas">${ideas().map((idea) =>
        html`<button type="button" @click=${() => store.talk.ask(idea)}>${idea}</button>`)}</div>
    </div>`;
  }

  /** @param {SubmitEvent} event */
  #send(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const text = String(new FormData(form).get('text') ?? '').trim();
    if (text === '') return;
    if (store.connection !== 'online') {
      store.say(t('ask.offline'));
      return;
    }
    form.reset();
    this.back = -1;
    void store.talk.ask(text);
  }

  /** The up arrow brings back what one said, the down arrow leads forward again. @param {KeyboardEvent} event */
  #recall(event) {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    const {sentences} = store.talk;
    const at = this.back + step;
    if (step === 0 || event.isComposing || at < -1 || at >= sentences.length) return;
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    if (this.back === -1) this.typed = input.value;
    this.back = at;
    input.value = at === -1 ? this.typed : sentences[at];
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Put the cursor where one asks, from wherever one is. */
  #come() {
    const input = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('form input'));
    if (!input) return;
    if (input.offsetParent === null) goTo(ASK);
    focusWhenShown(input, MOST_FRAMES);
  }
}

/**
 * Focus a field once it is shown; the way to its page may take some frames.
 *
 * @param {HTMLElement} field
 * @param {number} frames how many to wait at most
 */
function focusWhenShown(field, frames) {
  if (field.offsetParent !== null) field.focus();
  else if (frames > 0) requestAnimationFrame(() => focusWhenShown(field, frames - 1));
}

/** Sentences that make sense in this home, and that the hub understands. */
function ideas() {
  const entities = store.home?.entities ?? [];
  /** @param {(entity: import('../types.js').Entity) => boolean} test */
  const first = (test) => entities.find((entity) => entity.enabled !== false && test(entity));
  const said = [];
  const light = first((e) => e.domain === 'light' && e.area_id !== null && store.states.get(e.entity_id)?.state === 'on');
  if (light) said.push(t('ask.idea.off', {area: inText(store.areaName(light.area_id))}));
  const cover = first((e) => e.domain === 'cover' && e.device_class !== 'garage');
  if (cover) said.push(t('ask.idea.close', {name: inText(cover.name)}));
  const lock = first((e) => e.domain === 'lock');
  if (lock) said.push(t('ask.idea.locked', {name: inText(lock.name.replace(/ lock$/i, ''))}));
  const climate = first((e) => e.domain === 'climate' && e.area_id !== null);
  if (climate) said.push(t('ask.idea.warm', {area: inText(store.areaName(climate.area_id))}));
  if (first((e) => e.device_class === 'window')) said.push(t('ask.idea.open'));
  const lamp = first((e) => e.domain === 'light' && e !== light);
  if (lamp) said.push(t('ask.idea.rule', {name: inText(lamp.name)}));
  return said.slice(0, SUGGESTED);
}

/** A name as it stands inside a sentence; German nouns stay as they are. @param {string} name */
function inText(name) {
  return language() === 'en' ? name.toLowerCase() : name;
}

customElements.define('lares-chat', LaresChat);
