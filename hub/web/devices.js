/** What the page knows of devices beyond the home: new ones, adopted ones, and who can be adopted. */

import {ApiError} from './client.js';
import {store} from './store.js';

/** @typedef {import('./types.js').NewThing} NewThing */
/** @typedef {import('./types.js').DeviceEntry} DeviceEntry */
/** @typedef {import('./types.js').IntegrationInfo} IntegrationInfo */
/** What a maker asks of a person before a device can be adopted, or why it can't be. @typedef {{message: string, asks: string[], isRefused: boolean}} Wanted */

/** A device has this long to answer when it is adopted or searched for. */
const DEVICE_MS = 45_000;

class DeviceDesk {
  constructor() {
    /** @type {'loading' | 'ready' | 'failed'} */
    this.status = 'loading';
    this.problem = '';
    /** @type {NewThing[]} */
    this.things = [];
    /** @type {DeviceEntry[]} */
    this.entries = [];
    /** @type {IntegrationInfo[]} */
    this.integrations = [];
    /** What is being done, by a key of its own. @type {Set<string>} */
    this.busy = new Set();
  }

  /** Read all anew. */
  async load() {
    try {
      [this.things, this.entries, this.integrations] = await Promise.all([
        store.api.get('lares/new'),
        store.api.get('lares/entries'),
        this.integrations.length > 0 ? this.integrations : store.api.get('lares/integrations'),
      ]);
      this.status = 'ready';
    } catch (error) {
      this.problem = store.complaint(error);
      this.status = this.status === 'ready' ? 'ready' : 'failed';
    }
    store.changed();
  }

  /** @param {string} domain */
  integration(domain) {
    return this.integrations.find((one) => one.domain === domain);
  }

  /** @param {string} key */
  isBusy(key) {
    return this.busy.has(key);
  }

  /** Ask the network for devices that announce nothing. */
  search() {
    return this.#work('search', async () => {
      this.things = await store.api.post('lares/search', {}, DEVICE_MS);
    });
  }

  /**
   * Adopt something new.
   *
   * @param {NewThing} thing
   * @param {{name?: string, area?: string, data?: object}} wishes
   * @returns {Promise<Wanted | null>} what is missing yet; null: it is adopted
   */
  adopt(thing, wishes) {
    return this.#adopting(`lares/new/${encodeURIComponent(thing.id)}`, {action: 'adopt', ...wishes}, thing.id);
  }

  /**
   * Adopt a device by its address.
   *
   * @param {string} integration
   * @param {{name?: string, area?: string, data: object}} wishes
   */
  add(integration, wishes) {
    return this.#adopting('lares/entries', {integration, ...wishes}, 'add');
  }

  /**
   * @param {NewThing} thing
   * @param {'ignore' | 'offer_again'} action
   */
  decide(thing, action) {
    return this.#work(thing.id, () => store.api.post(`lares/new/${encodeURIComponent(thing.id)}`, {action}));
  }

  /** @param {DeviceEntry} entry */
  retry(entry) {
    return this.#work(entry.id, async () => {
      const {status, problem} = await store.api.post(`lares/entries/${encodeURIComponent(entry.id)}/retry`, {}, DEVICE_MS);
      if (status !== 'connected') store.say(problem || status);
    });
  }

  /** @param {DeviceEntry} entry */
  remove(entry) {
    return this.#work(entry.id, () => store.api.delete(`lares/entries/${encodeURIComponent(entry.id)}`));
  }

  /**
   * @param {string} deviceId
   * @param {{name?: string, area?: string, enabled?: boolean}} change
   */
  changeDevice(deviceId, change) {
    return this.#work(deviceId, () => store.api.patch(`lares/devices/${encodeURIComponent(deviceId)}`, change));
  }

  /**
   * @param {string} entityId
   * @param {{name?: string, enabled?: boolean}} change
   */
  changeEntity(entityId, change) {
    return this.#work(entityId, () => store.api.patch(`lares/entities/${encodeURIComponent(entityId)}`, change));
  }

  /**
   * Let a device take the place of another; returns which entity took over which.
   *
   * @param {string} deviceId
   * @param {string} by
   * @returns {Promise<Record<string, string> | null>}
   */
  async replace(deviceId, by) {
    /** @type {Record<string, string> | null} */
    let moved = null;
    await this.#work(deviceId, async () => {
      moved = (await store.api.post(`lares/devices/${encodeURIComponent(deviceId)}/replace`, {by})).entities;
    });
    return moved;
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {string} key
   * @returns {Promise<Wanted | null>}
   */
  async #adopting(path, body, key) {
    /** @type {Wanted | null} */
    let wanted = null;
    await this.#work(key, async () => {
      try {
        await store.api.post(path, body, DEVICE_MS);
      } catch (error) {
        const isAsked = error instanceof ApiError && error.status === 409;
        wanted = {message: store.complaint(error), asks: isAsked ? (error.body.asks ?? []) : [], isRefused: !isAsked};
      }
    });
    return wanted;
  }

  /**
   * Do something that shows as being done, then read anew; returns whether it went well.
   *
   * @param {string} key
   * @param {() => Promise<any>} work
   */
  async #work(key, work) {
    this.busy.add(key);
    store.changed();
    try {
      await work();
      return true;
    } catch (error) {
      store.say(store.complaint(error));
      return false;
    } finally {
      await Promise.all([this.load(), store.reloadHome()]);
      this.busy.delete(key);
      store.changed();
    }
  }
}

export const desk = new DeviceDesk();
