/** What the hub has told, until somebody dismisses it: a timer is done, a rule could not run. */

import {LitElement, html, css, nothing} from '../lit.js';
import {Following} from '../following.js';
import {icon} from '../icons.js';
import {formatTime, t} from '../i18n.js';
import {base, buttons} from '../styles.js';
import {store} from '../store.js';

class LaresNotices extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 1rem 1.25rem 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 0.7rem;
        padding: 0.45rem 0.5rem 0.45rem 1rem;
        border: 1px solid var(--line);
        border-radius: 18px;
        background: var(--raised);
        overflow-wrap: anywhere;
      }
      span {
        flex: 1;
      }
      time {
        color: var(--ink-2);
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    new Following(this);
  }

  render() {
    if (store.notices.list.length === 0) return nothing;
    return html`<ul aria-label=${t('notices.label')} data-testid="notices">${store.notices.list.map((notice) => html`<li data-testid="notice">
      ${icon('bell')}<span>${notice.text}</span><time datetime=${notice.at}>${formatTime(notice.at)}</time>
      <button class="round" type="button" aria-label=${t('notices.dismiss_this', {text: notice.text})} data-testid="dismiss"
        @click=${() => void store.notices.dismiss(notice.id)}>${icon('cross')}</button></li>`)}</ul>`;
  }
}

customElements.define('lares-notices', LaresNotices);
