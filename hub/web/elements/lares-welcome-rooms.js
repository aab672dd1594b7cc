/** The second step: the rooms there are. */

import {LitElement, html, css} from '../lit.js';
import {Following} from '../following.js';
import {fields, sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {changingPlaces, createArea} from '../places.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

const USUAL = ['kitchen', 'living', 'bedroom', 'children', 'bathroom', 'hallway', 'office', 'cellar', 'garage', 'garden'];

class LaresWelcomeRooms extends LitElement {
  static properties = {busy: {state: true}};

  static styles = [
    base,
    buttons,
    sections,
    fields,
    css`
      .rooms {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
      }
      .there {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        min-height: 40px;
        padding: 0 1rem;
        border-radius: 999px;
        background: var(--good-soft);
        color: var(--good);
        font-weight: 550;
      }
      form {
        display: flex;
        max-width: 26rem;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
    this.busy = '';
  }

  render() {
    const areas = store.home?.areas ?? [];
    const known = new Set(areas.map((area) => area.name.toLocaleLowerCase()));
    const offered = USUAL.map((key) => t(`welcome.room_${key}`)).filter((name) => !known.has(name.toLocaleLowerCase()));
    return html`<section class="panel"><p class="lead">${t('welcome.rooms_lead')}</p>
      <div class="rooms" role="status">${areas.map((area) => html`<span class="there" data-testid="room-there"><span class="visually-hidden">${t('welcome.there', {name: area.name})}</span>
        <span aria-hidden="true">${area.name}</span>${icon('check')}</span>`)}</div>
      <div class="rooms">${offered.map((name) => html`<button class="btn" type="button" data-testid="room-offered" ?disabled=${this.busy === name}
        @click=${() => void this.#make(name)}>${icon('plus')}${name}</button>`)}</div>
      <form @submit=${this.#own}><input name="name" required maxlength="100" aria-label=${t('welcome.room')} placeholder=${t('welcome.room')} autocomplete="off" data-testid="room-own">
        <button class="btn" type="submit" data-testid="room-add">${t('welcome.add')}</button></form></section>`;
  }

  /** @param {string} name */
  async #make(name) {
    this.busy = name;
    const isMade = await changingPlaces(() => createArea(name));
    this.busy = '';
    return isMade;
  }

  /** @param {SubmitEvent} event */
  async #own(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (await this.#make(String(new FormData(form).get('name') ?? '').trim())) form.reset();
  }
}

customElements.define('lares-welcome-rooms', LaresWelcomeRooms);
