/** States in words; see states.js. Actions and verdicts are in acts.js. */

export {capital, isActive, isAlarming, isAvailable, modeWords, nameIn, percent, stateWords} from './states.js';
