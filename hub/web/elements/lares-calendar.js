/** A calendar: what comes next. */

import {html, css, nothing} from '../lit.js';
import {formatTime, t} from '../i18n.js';
import {EntityElement} from './entity-element.js';

/** @typedef {{summary: string, start: string, end: string, location?: string | null}} CalendarEvent */

const SHOWN = 3;
const DAY_MS = 86_400_000;

class LaresCalendar extends EntityElement {
  static styles = [
    ...EntityElement.styles,
    css`
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
        display: grid;
        gap: 0.45rem;
      }
      li {
        padding-left: 0.7rem;
        border-left: 3px solid var(--accent);
        line-height: 1.3;
      }
      time {
        display: block;
        color: var(--ink-2);
        font-size: 0.82rem;
      }
    `,
  ];

  render() {
    /** @type {CalendarEvent[]} */
    const events = this.attributes_.events ?? [];
    const next = events
      .filter((event) => Date.parse(event.end || event.start) >= Date.now() - 60_000)
      .sort((a, b) => Date.parse(a.start) - Date.parse(b.start))
      .slice(0, SHOWN);
    return html`${this.row()}
      <div class="more">
        ${next.length === 0 ? html`<p class="state">${t('card.nothing_coming')}</p>` : nothing}
        <ol>${next.map((event) => html`<li>${event.summary}<time datetime=${event.start}>${when(event.start)}${event.location ? ` · ${event.location}` : ''}</time></li>`)}</ol>
      </div>`;
  }
}

/** @param {string} iso */
function when(iso) {
  const allDay = !iso.includes('T');
  const at = new Date(allDay ? `${iso}T00:00` : iso);
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const days = Math.floor((at.getTime() - midnight.getTime()) / DAY_MS);
  const day = days === 0 ? t('card.today') : days === 1 ? t('card.tomorrow') : formatTime(at, {weekday: 'long', day: 'numeric', month: 'short'});
  return allDay ? day : `${day}, ${formatTime(at)}`;
}

customElements.define('lares-calendar', LaresCalendar);
