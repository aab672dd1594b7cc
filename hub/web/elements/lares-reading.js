/** What a sensor or a binary sensor says, small. */

import {html, css, classMap} from '../lit.js';
import {icon, iconOf} from '../icons.js';
import {isActive, isAlarming, stateWords} from '../words.js';
import {EntityElement} from './entity-element.js';

class LaresReading extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      :host {
        padding: 0;
        min-width: 0;
      }
      .reading {
        display: flex;
        align-items: center;
        gap: 0.55rem;
        height: 100%;
        padding: 0.5rem 0.65rem;
        border-radius: var(--radius-s);
        background: var(--ground);
        color: var(--ink-2);
        min-width: 0;
      }
      .reading > .icon {
        width: 19px;
        height: 19px;
      }
      .reading.active {
        color: var(--accent);
        background: var(--accent-soft);
      }
      .reading.alarm {
        color: var(--bad);
        background: var(--bad-soft);
      }
      .value {
        color: var(--ink);
        font-weight: 600;
        line-height: 1.2;
        font-variant-numeric: tabular-nums;
      }
      .label {
        color: var(--ink-2);
        font-size: 0.78rem;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      div {
        min-width: 0;
      }
    `,
  ];

  render() {
    const {entity, state} = this;
    const classes = {
      reading: true,
      active: isActive(entity, state) && !isAlarming(entity, state),
      alarm: isAlarming(entity, state),
      unavailable: !this.isAvailable,
    };
    return html`<div class=${classMap(classes)}>
      ${icon(iconOf(entity, state))}
      <div>
        <div class="value" data-testid="state-${entity.entity_id}" data-state=${state?.state ?? ''}
          >${stateWords(entity, state)}</div>
        <div class="label">${this.shortName}</div>
      </div>
    </div>`;
  }
}

customElements.define('lares-reading', LaresReading);
