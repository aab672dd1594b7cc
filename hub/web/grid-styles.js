/** How pages of cards are laid out. */

import {css} from './lit.js';

export const grid = css`
  :host {
    padding: 0.4rem 1.25rem 2.5rem;
  }
  h2 {
    margin: 1.5rem 0 0.65rem 0.2rem;
    color: var(--ink-2);
    font-size: 0.95rem;
    font-weight: 600;
  }
  .cards {
    display: flex;
    gap: 0.8rem;
    align-items: start;
  }
  .column {
    display: grid;
    flex: 1 1 0;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.8rem;
    min-width: 0;
  }
  .cards.small {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(250px, 100%), 1fr));
    gap: 0.6rem;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 0.8rem;
    margin-bottom: 0.6rem;
  }
  .title h1,
  .title h2 {
    margin: 0;
    color: var(--ink);
    font-size: 1.55rem;
    font-weight: 650;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
    min-width: 0;
  }
  .title .air {
    color: var(--ink-2);
    font-size: 1.05rem;
    font-variant-numeric: tabular-nums;
  }
  .back {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    margin-left: -0.5rem;
    border-radius: 50%;
    color: var(--ink-2);
  }
  .back:hover {
    background: var(--sunken);
  }
  .back .icon {
    width: 24px;
    height: 24px;
  }
  .stale {
    filter: grayscale(0.85);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 0.4rem;
    padding: 16vh 1rem;
    color: var(--ink-2);
    text-align: center;
  }
  .empty .icon {
    width: 52px;
    height: 52px;
    color: var(--ink-3);
  }
  @media (max-width: 640px) {
    :host {
      padding: 0.3rem 0.75rem 1.5rem;
    }
  }
`;
