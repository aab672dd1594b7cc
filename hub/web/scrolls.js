/** Where one was on each page: coming back, one finds it as it was left. */

import {here, linkTo} from './router.js';

/** Frames that a page may take to be as long as it was. */
const MOST_FRAMES = 20;

export class Scrolls {
  constructor() {
    /** By address. @type {Map<string, number>} */
    this.tops = new Map();
    this.place = where();
  }

  /** Take note of where one is. @param {HTMLElement} main */
  scrolled(main) {
    if (this.place === where()) this.tops.set(this.place, main.scrollTop);
  }

  /** Go, on a page that was just drawn, to where one was; to its top if one never was. @param {HTMLElement} main */
  arrived(main) {
    if (this.place === where()) return;
    const place = where();
    const wanted = this.tops.get(place) ?? 0;
    main.scrollTop = wanted;
    let frames = 0;
    const settle = () => {
      if (where() !== place) return;
      main.scrollTop = wanted;
      frames += 1;
      if (main.scrollTop < wanted - 1 && frames < MOST_FRAMES) requestAnimationFrame(settle);
      else this.place = place;
    };
    settle();
  }
}

/** The address of the page one is at, in the one way of writing it. */
function where() {
  const {page, rest} = here();
  return linkTo(page, ...rest);
}
