/** The home as it was last seen, kept in this browser for when the hub cannot be reached. */

/** @typedef {import('./types.js').Home} Home */
/** @typedef {import('./types.js').State} State */
/** @typedef {{home: Home, states: State[], hubName: string, at: number}} LastKnown */

const KEY = 'lares.last_known';
/** Attributes that let somebody in elsewhere, or are no use without the hub. */
const NOT_KEPT = new Set(['access_token', 'entity_picture']);

/**
 * Keep it; a browser without room for it keeps nothing.
 *
 * @param {Home} home
 * @param {Iterable<State>} states
 * @param {string} hubName
 * @param {Date} at
 */
export function keepLast(home, states, hubName, at) {
  const plain = JSON.stringify({home, states: [...states], hubName, at: at.getTime()}, (key, value) => (NOT_KEPT.has(key) ? undefined : value));
  try {
    localStorage.setItem(KEY, plain);
  } catch {
    forgetLast();
  }
}

/** @returns {LastKnown | null} */
export function lastKnown() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return kept?.home && Array.isArray(kept.states) ? kept : null;
  } catch {
    return null;
  }
}

export function forgetLast() {
  localStorage.removeItem(KEY);
}
