/** Changes the rate of a sound, piece by piece: a windowed sinc (Julius O. Smith, "Digital Audio Resampling"). */

/** Zero crossings of the filter on each side, and how finely each stretch between two is laid down. */
const CROSSINGS = 12;
const FINE = 256;
/** What is let through of the lower of both rates; the rest is where the filter falls. */
const PASSED = 0.9;

export class Resampler {
  /**
   * @param {number} from samples a second of what goes in
   * @param {number} to samples a second of what comes out
   */
  constructor(from, to) {
    this.step = from / to;
    this.cutoff = Math.min(1, to / from) * PASSED;
    /** How many samples on each side count. */
    this.half = Math.ceil(CROSSINGS / this.cutoff);
    this.kernel = kernel(this.cutoff, this.half);
    /** What may still count, and where in it the next sample lies. */
    this.kept = new Float32Array(this.half);
    this.at = this.half;
  }

  /**
   * Take a piece; returns what is ready by now.
   *
   * @param {Float32Array} piece
   * @returns {number[]}
   */
  take(piece) {
    const samples = new Float32Array(this.kept.length + piece.length);
    samples.set(this.kept);
    samples.set(piece, this.kept.length);
    const made = [];
    for (; this.at + this.half < samples.length; this.at += this.step) made.push(this.#sample(samples, this.at));
    const past = Math.max(0, Math.floor(this.at) - this.half);
    this.kept = samples.slice(past);
    this.at -= past;
    return made;
  }

  /**
   * @param {Float32Array} samples
   * @param {number} at
   */
  #sample(samples, at) {
    const first = Math.max(0, Math.ceil(at - this.half));
    const last = Math.floor(at + this.half);
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const where = Math.abs(at - i) * FINE;
      const low = Math.floor(where);
      const share = where - low;
      sum += samples[i] * (this.kernel[low] * (1 - share) + this.kernel[low + 1] * share);
    }
    return sum;
  }
}

/**
 * Return one side of the filter, its middle first.
 *
 * @param {number} cutoff
 * @param {number} half
 */
function kernel(cutoff, half) {
  return Float32Array.from({length: half * FINE + 2}, (_, index) => {
    const x = index / FINE;
    if (x >= half) return 0;
    const angle = Math.PI * cutoff * x;
    const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
    return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
  });
}
