/** The weather outside. */

import {html, css, nothing} from '../lit.js';
import {icon, iconOf} from '../icons.js';
import {linkTo} from '../router.js';
import {t} from '../i18n.js';
import {stateWords} from '../states.js';
import {EntityElement} from './entity-element.js';

class LaresWeather extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      .sky {
        display: flex;
        align-items: center;
        gap: 0.9rem;
        padding: 0.35rem 0;
      }
      .sky > .icon {
        width: 44px;
        height: 44px;
        color: var(--lit-ink);
      }
      .degrees {
        font-size: 1.9rem;
        font-weight: 300;
        letter-spacing: -0.02em;
        line-height: 1;
      }
      .facts {
        margin-left: auto;
        color: var(--ink-2);
        font-size: 0.87rem;
        text-align: right;
      }
      .facts a {
        color: inherit;
        text-decoration: none;
      }
    `,
  ];

  render() {
    const a = this.attributes_;
    if (!this.isAvailable) return this.row();
    return html`<div class="sky" data-testid="state-${this.entity.entity_id}" data-state=${this.state?.state ?? ''}>
      ${icon(iconOf(this.entity, this.state))}
      <div>
        <div class="degrees">${typeof a.temperature === 'number' ? html`${Math.round(a.temperature)}°` : nothing}</div>
        <div class="state">${stateWords(this.entity, this.state)}</div>
      </div>
      <div class="facts">
        <div><a href=${linkTo('entity', this.entity.entity_id)} data-testid="more-${this.entity.entity_id}">${this.shortName}</a></div>
        ${a.humidity != null ? html`<div>${t('card.humid', {percent: a.humidity})}</div>` : nothing}
        ${a.wind_speed != null ? html`<div>${t('card.wind', {speed: `${a.wind_speed} ${a.wind_speed_unit ?? 'km/h'}`})}</div>` : nothing}
      </div>
      ${this.star()}
    </div>`;
  }
}

customElements.define('lares-weather', LaresWeather);
