/** The conversation: ask in your own words, see what the hub made of it. */

import {LitElement, html, css, repeat} from '../lit.js';
import {icon} from '../icons.js';
import {base, buttons} from '../styles.js';
import {Following, store} from '../store.js';
import './lares-turn.js';

const SUGGESTED = 4;

class LaresChat extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
        height: 100%;
        max-width: 46rem;
        margin: 0 auto;
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
      input::placeholder {
        color: var(--ink-3);
      }
      form .round {
        width: 40px;
        height: 40px;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.seen = 0;
  }

  render() {
    const {turns} = store.talk;
    const last = turns.at(-1)?.id;
    return html`<div class="talk" role="log" aria-live="polite" aria-label="Conversation" tabindex="0">
        ${turns.length === 0 ? this.#welcome() : repeat(turns, (turn) => turn.id, (turn) =>
          html`<lares-turn .turn=${turn} .isLast=${turn.id === last} data-testid=${turn.from === 'hub' ? 'reply' : 'said'}></lares-turn>`)}
      </div>
      <form @submit=${this.#send}>
        <input name="text" data-testid="ask-input" aria-label="Ask or tell your home" placeholder="Ask or tell your home…"
          autocomplete="off" enterkeyhint="send" maxlength="500">
        <button class="round lit" type="submit" aria-label="Send" data-testid="ask-send">${icon('send')}</button>
      </form>`;
  }

  updated() {
    const mark = JSON.stringify(store.talk.turns.map((turn) => [turn.id, turn.busy, turn.settled])).length;
    if (mark === this.seen) return;
    this.seen = mark;
    const talk = this.renderRoot.querySelector('.talk');
    const newest = talk?.querySelector('lares-turn:last-of-type');
    void (/** @type {LitElement | null} */ (newest))?.updateComplete.then(() => {
      if (talk && newest) talk.scrollTop = talk.scrollHeight;
    });
  }

  #welcome() {
    return html`<div class="welcome">
      <div class="hearth">${icon('mark')}</div>
      <h2>What shall I do?</h2>
      <p>Say it in your own words. You see the plan, the guard’s verdict, and what really happened.</p>
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
    form.reset();
    void store.talk.ask(text);
  }
}

/** Sentences that make sense in this home. */
function ideas() {
  const entities = store.home?.entities ?? [];
  /** @param {(entity: import('../types.js').Entity) => boolean} test */
  const first = (test) => entities.find(test);
  const said = [];
  const light = first((e) => e.domain === 'light' && store.states.get(e.entity_id)?.state === 'on' && e.area_id !== null);
  if (light) said.push(`Turn off the ${store.areaName(light.area_id).toLowerCase()} lights`);
  const cover = first((e) => e.domain === 'cover' && e.device_class !== 'garage');
  if (cover) said.push(`Close the ${cover.name.toLowerCase()}`);
  const lock = first((e) => e.domain === 'lock');
  if (lock) said.push(`Is the ${lock.name.toLowerCase().replace(/ lock$/, '')} locked?`);
  const climate = first((e) => e.domain === 'climate');
  if (climate) said.push(`Set the ${store.areaName(climate.area_id).toLowerCase()} to 21 degrees`);
  return said.slice(0, SUGGESTED);
}

customElements.define('lares-chat', LaresChat);
