/** Tells when devices may have come, gone or changed: the home did, or the connection came back. */

import {store} from './store.js';

/** So often one looks by oneself: what is new on the network announces itself to the hub only. */
const LOOK_MS = 10_000;

/**
 * Call `look` whenever there may be news; returns what ends it.
 *
 * @param {() => void} look
 */
export function devicesNew(look) {
  let {home, connection} = store;
  const changed = () => {
    const isBack = store.connection === 'online' && connection !== 'online';
    const isNews = store.home !== home;
    ({home, connection} = store);
    if (isBack || isNews) look();
  };
  const timer = setInterval(() => {
    if (store.connection === 'online' && !document.hidden) look();
  }, LOOK_MS);
  store.addEventListener('change', changed);
  return () => {
    clearInterval(timer);
    store.removeEventListener('change', changed);
  };
}
