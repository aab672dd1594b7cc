/** Where on the page one is: `#/area/kitchen` is the page "area" with the rest "kitchen". */

/** @typedef {{page: string, rest: string[]}} Place */

const HOME = 'home';

/**
 * Read a place from an address's hash; what is no path is home.
 *
 * @param {string} hash
 * @returns {Place}
 */
export function placeOf(hash) {
  if (!hash.startsWith('#/')) return {page: HOME, rest: []};
  const [page, ...rest] = hash.slice(2).split('/').map(decoded);
  return {page: page || HOME, rest};
}

/**
 * Return the address of a place, for links.
 *
 * @param {string} page
 * @param {...string} rest
 */
export function linkTo(page, ...rest) {
  return `#/${[page, ...rest].map(encodeURIComponent).join('/')}`;
}

/**
 * Go to a place.
 *
 * @param {string} page
 * @param {...string} rest
 */
export function goTo(page, ...rest) {
  location.hash = linkTo(page, ...rest);
}

/** @returns {Place} */
export function here() {
  return placeOf(location.hash);
}

/** Has an element redraw whenever one goes elsewhere. */
export class Routed {
  /** @param {import('./lit.js').LitElement} host */
  constructor(host) {
    this.moved = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    addEventListener('hashchange', this.moved);
  }

  hostDisconnected() {
    removeEventListener('hashchange', this.moved);
  }
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
