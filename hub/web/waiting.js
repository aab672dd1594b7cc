/** Controls that were moved, and whose devices have not reported yet. */

/** @typedef {'pending' | 'unconfirmed'} Waiting */

const CONFIRM_MS = 10_000;
const UNCONFIRMED_SHOWN_MS = 6_000;

export class WaitingControls {
  /** @param {(entityId: string) => void} changed called when a control is to redraw */
  constructor(changed) {
    this.changed = changed;
    /** @type {Map<string, Waiting>} */
    this.states = new Map();
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.timers = new Map();
  }

  /** @param {string} entityId */
  get(entityId) {
    return this.states.get(entityId);
  }

  /** @param {string} entityId */
  begin(entityId) {
    this.#set(entityId, 'pending', () => this.doubt(entityId), CONFIRM_MS);
  }

  /**
   * Show for a while that the device did not confirm.
   *
   * @param {string} entityId
   */
  doubt(entityId) {
    this.#set(entityId, 'unconfirmed', () => this.end(entityId), UNCONFIRMED_SHOWN_MS);
  }

  /** @param {string} entityId */
  end(entityId) {
    clearTimeout(this.timers.get(entityId));
    this.timers.delete(entityId);
    if (this.states.delete(entityId)) this.changed(entityId);
  }

  forget() {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.states.clear();
  }

  /**
   * @param {string} entityId
   * @param {Waiting} state
   * @param {() => void} next
   * @param {number} afterMs
   */
  #set(entityId, state, next, afterMs) {
    clearTimeout(this.timers.get(entityId));
    this.states.set(entityId, state);
    this.timers.set(entityId, setTimeout(next, afterMs));
    this.changed(entityId);
  }
}
