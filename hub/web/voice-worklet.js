/** Runs beside the page: makes of what the microphone gives pieces of 16-bit sound as the hub hears it. */

import {Resampler} from './resampler.js';

/** What the hub listens to, and how much of it one message holds (32 ms, what it looks at for speech). */
const RATE = 16_000;
const PIECE = 512;
const LOUDEST = 32_767;

// tsc knows the names of pages, not those of worklets.
const {AudioWorkletProcessor, registerProcessor, sampleRate} = /** @type {any} */ (globalThis);

class VoiceCapture extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, RATE);
    this.piece = new Int16Array(PIECE);
    this.filled = 0;
    this.power = 0;
    this.isOver = false;
    this.port.onmessage = () => {
      this.#send();
      this.isOver = true;
      this.port.postMessage({isLast: true});
    };
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const sound = inputs[0]?.[0];
    if (sound && !this.isOver) for (const sample of this.resampler.take(sound)) this.#add(sample);
    return !this.isOver;
  }

  /** @param {number} sample */
  #add(sample) {
    this.piece[this.filled] = Math.round(Math.max(-1, Math.min(1, sample)) * LOUDEST);
    this.power += sample * sample;
    this.filled += 1;
    if (this.filled === PIECE) this.#send();
  }

  /** Hand over what there is, and how loud it was (root mean square, 0 to 1). */
  #send() {
    if (this.filled === 0) return;
    const pcm = this.piece.slice(0, this.filled).buffer;
    this.port.postMessage({pcm, loudness: Math.sqrt(this.power / this.filled)}, [pcm]);
    this.filled = 0;
    this.power = 0;
  }
}

registerProcessor('voice-capture', VoiceCapture);
