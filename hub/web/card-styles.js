/** What cards of entities look like; colours and sizes come from tokens.css. */

import {css} from './lit.js';

export const card = css`
  :host {
    padding: 0.7rem 0.75rem 0.7rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    min-width: 0;
    contain: layout style;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    min-height: 46px;
  }
  .bubble {
    display: grid;
    place-items: center;
    width: 42px;
    height: 42px;
    flex: none;
    border-radius: 14px;
    background: var(--sunken);
    color: var(--ink-2);
    transition: background 0.25s, color 0.25s;
  }
  .bubble.active {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .bubble.light.active {
    background: var(--lit-soft);
    color: var(--lit-ink);
  }
  .bubble.lock.active,
  .bubble.alarm {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .bubble.lock.locked {
    background: var(--good-soft);
    color: var(--good);
  }
  .bubble.fan.active,
  .bubble.valve.active,
  .bubble.humidifier.active,
  .bubble.climate.cooling {
    background: var(--cool-soft);
    color: var(--cool);
  }
  .unavailable .bubble {
    border: 1.5px dashed var(--ink-3);
    background: repeating-linear-gradient(135deg, transparent 0 5px, var(--sunken) 5px 7px);
  }
  .unavailable .name {
    color: var(--ink-2);
  }
  .unavailable .state {
    font-style: italic;
  }
  .words {
    min-width: 0;
    flex: 1;
  }
  .name {
    font-weight: 560;
    line-height: 1.25;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-line-clamp: 3;
    -webkit-box-orient: vertical;
    overflow: hidden;
  }
  .name a {
    color: inherit;
    text-decoration: none;
  }
  .name a:hover {
    text-decoration: underline;
    text-decoration-color: var(--ink-3);
    text-underline-offset: 0.2em;
  }
  .state {
    color: var(--ink-2);
    font-size: 0.87rem;
    line-height: 1.35;
    overflow: hidden;
    text-overflow: ellipsis;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-line-clamp: 2;
    -webkit-box-orient: vertical;
    font-variant-numeric: tabular-nums;
  }
  .state.pending::after {
    content: '';
    display: inline-block;
    width: 0.6em;
    height: 0.6em;
    margin-left: 0.45em;
    border: 2px solid var(--accent);
    border-right-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  .state.unconfirmed {
    color: var(--warn);
  }
  .actions {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    flex: none;
  }
  .star {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    margin: 0 -0.35rem 0 -0.45rem;
    flex: none;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--ink-3);
  }
  .star[aria-pressed='true'] {
    color: var(--lit-ink);
  }
  .star:hover {
    background: var(--sunken);
  }
  .star .icon {
    width: 20px;
    height: 20px;
  }
  .more {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6rem;
    margin: 0.55rem 0 0.2rem;
    padding-right: 0.25rem;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }
  .field {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.35rem 0.8rem;
    min-width: 0;
  }
  .label {
    color: var(--ink-2);
    font-size: 0.82rem;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
  }
  .choices button {
    min-height: 40px;
    padding: 0 0.8rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: none;
    color: var(--ink-2);
    font-size: 0.87rem;
  }
  .choices button[aria-pressed='true'] {
    background: var(--accent-soft);
    border-color: transparent;
    color: var(--accent);
    font-weight: 600;
  }
  .choices button:disabled,
  select:disabled {
    opacity: 0.5;
  }
  select,
  .entry {
    min-height: 40px;
    max-width: 100%;
    min-width: 0;
    padding: 0 0.7rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    background: var(--raised);
    color: var(--ink);
    font: inherit;
  }
  .entry {
    flex: 1;
  }
  .hint {
    color: var(--ink-2);
    font-size: 0.87rem;
    overflow-wrap: anywhere;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
`;
