/** Numbers, selects and buttons. */

import {html, css} from '../lit.js';
import {EntityElement} from './entity-element.js';

class LaresControl extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      select {
        max-width: 10.5rem;
        min-height: 38px;
        padding: 0 0.6rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-s);
        background: var(--raised);
      }
    `,
  ];

  render() {
    switch (this.entity.domain) {
      case 'number':
        return html`${this.row()}<div class="more">${this.#number()}</div>`;
      case 'select':
        return this.row(this.#select());
      default:
        return this.row(html`<button class="btn small" type="button" ?disabled=${!this.isAvailable}
          data-testid="press-${this.entity.entity_id}" aria-label="Press ${this.entity.name}"
          @click=${() => this.call('press')}>Press</button>`);
    }
  }

  get isAvailable() {
    return super.isAvailable || (this.entity.domain === 'button' && this.state?.state === 'unknown');
  }

  words() {
    const fresh = this.entity.domain === 'button' && this.state?.state === 'unknown' && !this.waiting;
    return fresh ? 'Ready' : super.words();
  }

  #number() {
    const a = this.attributes_;
    return html`<lares-slider .label=${this.entity.name} .value=${Number(this.state?.state) || 0}
      .min=${a.min ?? 1} .max=${a.max ?? 100} .step=${a.step ?? 1} .unit=${a.unit_of_measurement ?? ''}
      .disabled=${!this.isAvailable} .testid="number-${this.entity.entity_id}"
      @chosen=${(/** @type {CustomEvent<number>} */ event) =>
        this.call('set_value', {value: event.detail})}></lares-slider>`;
  }

  #select() {
    /** @type {string[]} */
    const options = this.attributes_.options ?? [];
    return html`<select aria-label=${this.entity.name} ?disabled=${!this.isAvailable}
      data-testid="select-${this.entity.entity_id}"
      @change=${(/** @type {Event} */ event) =>
        this.call('select_option', {option: /** @type {HTMLSelectElement} */ (event.target).value})}>
      ${options.map((option) => html`<option .selected=${option === this.state?.state}>${option}</option>`)}
    </select>`;
  }
}

customElements.define('lares-control', LaresControl);
