/** The line to the hub: its stream of events, begun anew whenever it breaks. */

import {ApiError} from './client.js';

/**
 * Who listens at its end.
 *
 * @typedef {object} Listener
 * @property {(signal: AbortSignal) => void} opened
 * @property {(message: {event_type: string, data: any}) => void} heard
 * @property {() => void} lost it is tried anew
 * @property {(reason: string) => void} refused the token is not known any more; nothing is tried
 */

const BACKOFF_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * Hold it until `signal` or a refusal ends it.
 *
 * @param {import('./client.js').Api} api
 * @param {AbortSignal} signal
 * @param {Listener} listener
 */
export async function holdLine(api, signal, listener) {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await api.stream(
        signal,
        () => {
          attempt = -1;
          listener.opened(signal);
        },
        (message) => listener.heard(message),
      );
    } catch (error) {
      if (signal.aborted) return;
      if (isRefusal(error)) {
        listener.refused(error.message);
        return;
      }
    }
    if (signal.aborted) return;
    listener.lost();
    const base = BACKOFF_MS[Math.min(attempt + 1, BACKOFF_MS.length - 1)];
    await pause(base * (0.75 + Math.random() / 2), signal);
  }
}

/**
 * Tell whether the hub does not know the token any more.
 *
 * @param {unknown} error
 * @returns {error is ApiError}
 */
export function isRefusal(error) {
  return error instanceof ApiError && error.status === 401;
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, {once: true});
  });
}
