/** A to-do or shopping list: tick off and add. */

import {html, css, repeat, nothing} from '../lit.js';
import {icon} from '../icons.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

/** @typedef {{summary: string, status?: string, due?: string | null}} Item */

const DONE_SHOWN = 3;

class LaresTodo extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
        display: grid;
        gap: 0.1rem;
      }
      label {
        display: flex;
        gap: 0.6rem;
        align-items: center;
        min-height: 40px;
        cursor: pointer;
      }
      label input {
        width: 18px;
        height: 18px;
        margin: 0;
        flex: none;
        accent-color: var(--accent);
      }
      .done {
        color: var(--ink-2);
        text-decoration: line-through;
      }
      form {
        display: flex;
        gap: 0.4rem;
      }
      form input {
        flex: 1;
        min-width: 0;
        min-height: 40px;
        padding: 0 0.8rem;
        border: 1px solid var(--line);
        border-radius: 999px;
        background: var(--ground);
      }
    `,
  ];

  render() {
    /** @type {Item[]} */
    const items = this.attributes_.items ?? [];
    const open = items.filter((item) => item.status !== 'completed');
    const done = items.filter((item) => item.status === 'completed').slice(0, DONE_SHOWN);
    return html`${this.row()}
      <div class="more">
        <ul>${repeat([...open, ...done], (item) => item.summary, (item) => this.#item(item))}</ul>
        ${this.offers('add_item') ? this.#adder() : nothing}
      </div>`;
  }

  /** @param {Item} item */
  #item(item) {
    const done = item.status === 'completed';
    const set = () => this.call('update_item', {item: item.summary, status: done ? 'needs_action' : 'completed'});
    return html`<li><label><input type="checkbox" data-item=${item.summary} .checked=${done} ?disabled=${!this.isAvailable || !this.offers('update_item')}
      @change=${set}><span class=${done ? 'done' : ''}>${item.summary}</span></label></li>`;
  }

  #adder() {
    return html`<form @submit=${this.#add}>
      <input name="item" autocomplete="off" placeholder=${t('card.add')} aria-label=${t('card.add_to', {name: this.entity.name})} maxlength="200" data-testid="add-${this.entity.entity_id}">
      <button class="round" type="submit" aria-label=${t('card.add_now', {name: this.entity.name})} data-testid="add-now-${this.entity.entity_id}" ?disabled=${!this.isAvailable}>${icon('plus')}</button>
    </form>`;
  }

  /** @param {SubmitEvent} event */
  #add(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const item = String(new FormData(form).get('item') ?? '').trim();
    if (item === '') return;
    this.call('add_item', {item});
    form.reset();
  }
}

customElements.define('lares-todo', LaresTodo);
