/** All catalogues together. A page's messages begin with its name: "home.", "rules.". */

import * as activity from './activity.js';
import * as acts from './acts.js';
import * as ask from './ask.js';
import * as cards from './cards.js';
import * as devices from './devices.js';
import * as history from './history.js';
import * as home from './home.js';
import * as people from './people.js';
import * as places from './places.js';
import * as rules from './rules.js';
import * as settings from './settings.js';
import * as shell from './shell.js';
import * as states from './states.js';
import * as system from './system.js';
import * as voice from './voice.js';
import * as welcome from './welcome.js';

/** @typedef {{en: Record<string, string>, de: Record<string, string>}} Messages */

/** @type {Messages[]} */
const ALL = [
  activity,
  acts,
  ask,
  cards,
  devices,
  history,
  home,
  people,
  places,
  rules,
  settings,
  shell,
  states,
  system,
  voice,
  welcome,
];

export const CATALOGUES = {
  en: /** @type {Record<string, string>} */ (Object.assign({}, ...ALL.map((one) => one.en))),
  de: /** @type {Record<string, string>} */ (Object.assign({}, ...ALL.map((one) => one.de))),
};
