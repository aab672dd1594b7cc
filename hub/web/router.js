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

/** Asked before one goes elsewhere, with where to; false: one stays. @type {((to: string) => boolean) | null} */
let guard = null;
let at = location.hash;

/**
 * Ask somebody before one leaves a place: what is not saved would be lost. One guard at a time; null: none.
 *
 * @param {((to: string) => boolean) | null} next
 */
export function guardLeaving(next) {
  guard = next;
}

// Before all others that listen: whoever is to stay does not see the page go.
addEventListener('hashchange', (event) => {
  const to = location.hash;
  if (guard !== null && to.startsWith('#/') && to !== at && !guard(to)) {
    event.stopImmediatePropagation();
    history.pushState(null, '', at || '#/');
    return;
  }
  at = to;
}, {capture: true});

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
