/** As many columns of cards as there is room for; a card stays in its column whatever its height. */

const CARD_PX = 320;

/** Tells how many columns its element has room for. */
export class Columns {
  /** @param {import('./lit.js').LitElement} host */
  constructor(host) {
    this.host = host;
    this.count = 1;
    this.observer = new ResizeObserver(([entry]) => this.#measured(entry.contentRect.width));
    host.addController(this);
  }

  hostConnected() {
    this.observer.observe(this.host);
  }

  hostDisconnected() {
    this.observer.disconnect();
  }

  /**
   * Deal things out to the columns, one after the other.
   *
   * @template T
   * @param {T[]} things
   * @returns {T[][]}
   */
  deal(things) {
    return Array.from({length: this.count}, (_, column) => things.filter((_each, at) => at % this.count === column));
  }

  /**
   * Put each thing into the column that is the shortest so far.
   *
   * @template T
   * @param {T[]} things
   * @param {(thing: T) => number} height guessed from what a thing is, not from its state: nothing jumps
   * @returns {T[][]}
   */
  spread(things, height) {
    const columns = Array.from({length: this.count}, () => ({height: 0, things: /** @type {T[]} */ ([])}));
    for (const thing of things) {
      const column = columns.reduce((least, next) => (next.height < least.height ? next : least));
      column.things.push(thing);
      column.height += height(thing);
    }
    return columns.map((column) => column.things);
  }

  /** @param {number} width */
  #measured(width) {
    const count = Math.max(1, Math.floor(width / CARD_PX));
    if (count === this.count) return;
    this.count = count;
    this.host.requestUpdate();
  }
}
