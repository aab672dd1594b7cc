/** The last step: a first sentence, which goes on in the talk. */

import {LitElement, html, css} from '../lit.js';
import {Following} from '../following.js';
import {sections} from '../form-styles.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {ASK} from '../pages.js';
import {goTo} from '../router.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

class LaresWelcomeTry extends LitElement {
  static styles = [
    base,
    buttons,
    sections,
    css`
      .sentences {
        display: grid;
        justify-items: start;
        gap: 0.5rem;
      }
      .btn {
        min-height: 46px;
        text-align: left;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  render() {
    const light = store.home?.entities.find((entity) => entity.domain === 'light' && entity.enabled !== false);
    const sentences = [
      ...(light ? [t('welcome.say_light', {name: light.name.toLocaleLowerCase()})] : []),
      t('welcome.say_all'),
      t('welcome.say_time'),
    ];
    return html`<section class="panel"><p class="lead">${t('welcome.try_lead')}</p>
      <div class="sentences">${sentences.map((text) => html`<button class="btn" type="button" data-testid="first-sentence" @click=${() => this.#say(text)}>${icon('chat')}${text}</button>`)}</div></section>`;
  }

  /** @param {string} text */
  #say(text) {
    goTo(ASK);
    void store.talk.ask(text);
  }
}

customElements.define('lares-welcome-try', LaresWelcomeTry);
