/** All catalogues together. A page's messages begin with its name: "home.", "rules.". */

import * as activity from './activity.js';
import * as cards from './cards.js';
import * as history from './history.js';
import * as home from './home.js';
import * as shell from './shell.js';
import * as system from './system.js';
import * as states from './states.js';

/** @typedef {{en: Record<string, string>, de: Record<string, string>}} Messages */

/** @type {Messages[]} */
const ALL = [
  activity,
  cards,
  history,
  home,
  shell,
  system,
  states,
];

export const CATALOGUES = {
  en: /** @type {Record<string, string>} */ (Object.assign({}, ...ALL.map((one) => one.en))),
  de: /** @type {Record<string, string>} */ (Object.assign({}, ...ALL.map((one) => one.de))),
};
