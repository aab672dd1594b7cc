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

  /** @param {number} width */
  #measured(width) {
    const count = Math.max(1, Math.floor(width / CARD_PX));
    if (count === this.count) return;
    this.count = count;
    this.host.requestUpdate();
  }
}
