/** An update of a device: which version there is. Installing asks the guard, who asks a person. */

import {html, css, nothing} from '../lit.js';
import {t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

class LaresUpdate extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      progress {
        width: 100%;
        height: 8px;
        accent-color: var(--accent);
      }
    `,
  ];

  render() {
    const a = this.attributes_;
    const offered = this.state?.state === 'on' && !a.in_progress;
    return html`${this.row()}
      <div class="more">
        <div class="hint">${t('card.installed', {version: a.installed_version ?? '–'})}</div>
        ${a.in_progress ? this.#progress() : nothing}
        ${a.release_summary && offered ? html`<p class="hint">${a.release_summary}</p>` : nothing}
        ${offered ? html`<div class="line">${this.#offer()}</div>` : nothing}
      </div>`;
  }

  #progress() {
    const {update_percentage: done, in_progress: busy} = this.attributes_;
    const share = typeof done === 'number' ? done : typeof busy === 'number' ? busy : undefined;
    return share === undefined
      ? html`<progress aria-label=${this.words()}></progress>`
      : html`<progress aria-label=${this.words()} max="100" value=${share}></progress>`;
  }

  #offer() {
    const {entity_id: id, name} = this.entity;
    return html`
      ${this.offers('install')
        ? html`<button class="btn primary" type="button" data-testid="install-${id}" ?disabled=${this.isPending} aria-label="${t('card.install')}: ${name}"
            @click=${() => this.call('install')}>${t('card.install')}</button>`
        : nothing}
      ${this.offers('skip')
        ? html`<button class="btn" type="button" data-testid="skip-${id}" ?disabled=${this.isPending} aria-label="${t('card.skip')}: ${name}"
            @click=${() => this.call('skip')}>${t('card.skip')}</button>`
        : nothing}`;
  }
}

customElements.define('lares-update', LaresUpdate);
