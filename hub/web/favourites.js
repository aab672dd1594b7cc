/** What somebody starred: kept in this browser, for each user apart. */

import {store} from './store.js';

const KEY = 'lares.favourites';

/** @returns {string[]} entity ids, in the order they were starred */
export function favourites() {
  try {
    const kept = JSON.parse(localStorage.getItem(key()) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** @param {string} entityId */
export function isFavourite(entityId) {
  return favourites().includes(entityId);
}

/** Star an entity, or take its star away. @param {string} entityId */
export function toggleFavourite(entityId) {
  const before = favourites();
  const next = before.includes(entityId) ? before.filter((each) => each !== entityId) : [...before, entityId];
  localStorage.setItem(key(), JSON.stringify(next));
  store.changed();
}

function key() {
  return `${KEY}.${store.people.me?.id ?? ''}`;
}
