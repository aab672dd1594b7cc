/** Styles that several elements share; colours and sizes come from tokens.css. */

import {css} from './lit.js';

export {card} from './card-styles.js';

export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  .icon {
    width: 1.35em;
    height: 1.35em;
    flex: none;
    display: block;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: not-allowed;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
    }
  }
`;

export const buttons = css`
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.45rem;
    min-height: 40px;
    padding: 0 1rem;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    font-weight: 550;
    transition: background 0.15s, border-color 0.15s, transform 0.1s;
  }
  .btn:hover:not(:disabled) {
    border-color: var(--ink-3);
  }
  .btn:active:not(:disabled) {
    transform: scale(0.97);
  }
  .btn:disabled {
    opacity: 0.45;
  }
  .btn.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .btn.primary:hover:not(:disabled) {
    background: var(--accent-strong);
    border-color: var(--accent-strong);
  }
  .btn.small {
    min-height: 40px;
    padding: 0 0.9rem;
    font-size: 0.87rem;
  }
  .round {
    display: inline-grid;
    place-items: center;
    width: 40px;
    height: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--sunken);
    color: var(--ink);
    transition: background 0.15s, color 0.15s, transform 0.1s;
  }
  .round:hover:not(:disabled) {
    background: var(--line);
  }
  .round:active:not(:disabled) {
    transform: scale(0.93);
  }
  .round:disabled {
    opacity: 0.4;
  }
  .round.lit {
    background: var(--accent);
    color: var(--on-accent);
  }
  .round.lit:hover:not(:disabled) {
    background: var(--accent-strong);
  }
`;

/** A page with a headline, choices beside it, and sheets below. */
export const sheets = css`
  :host {
    padding: 0.2rem 1.25rem 2rem;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.8rem;
    margin-bottom: 0.9rem;
  }
  header h2 {
    flex: 1 1 8rem;
    font-size: 1.35rem;
    font-weight: 650;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
  }
  .btn[aria-pressed='true'] {
    background: var(--accent-soft);
    border-color: transparent;
    color: var(--accent);
  }
  .sheet {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  .empty {
    padding: 14vh 1rem;
    color: var(--ink-2);
    text-align: center;
  }
  .problem {
    color: var(--bad);
  }
`;
