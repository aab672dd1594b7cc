/** Areas and floors: made, named, ordered and forgotten. */

import {store} from './store.js';

/**
 * Make an area; returns its id.
 *
 * @param {string} name
 * @param {string | null} [floorId]
 * @returns {Promise<string>}
 */
export async function createArea(name, floorId = null) {
  const area = await store.api.post('lares/areas', {name, ...(floorId ? {floor: floorId} : {})});
  await store.reloadHome();
  return area.id;
}

/**
 * Make, change or forget an area or a floor; says what went wrong, and returns whether it went well.
 *
 * @param {() => Promise<any>} work
 */
export async function changingPlaces(work) {
  try {
    await work();
    return true;
  } catch (error) {
    store.say(store.complaint(error));
    return false;
  } finally {
    await store.reloadHome();
  }
}
