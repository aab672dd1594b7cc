/** The microphone: whether it may be used, and what it hears, as 16-bit sound at 16,000 samples a second. */

/** Why there is no microphone to use. @typedef {'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy'} Obstacle */
/** @typedef {(pcm: ArrayBuffer, loudness: number) => void} OnSound */

/** @type {Record<string, Obstacle>} */
const BY_ERROR = {NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'missing', OverconstrainedError: 'missing'};
/** How long the last piece may take to come. */
const LAST_MS = 300;

/** Says why the microphone cannot be used. */
export class NoMicrophone extends Error {
  /** @param {Obstacle} obstacle */
  constructor(obstacle) {
    super(`no microphone: ${obstacle}`);
    this.obstacle = obstacle;
  }
}

/** Return why this page can have no microphone whatever the person says; null if it can. @returns {Obstacle | null} */
export function obstacle() {
  // Browsers give it to encrypted pages, and to those of their own machine, only.
  if (!isSecureContext) return 'insecure';
  const canHear = navigator.mediaDevices !== undefined && 'AudioWorkletNode' in globalThis;
  return canHear ? null : 'unsupported';
}

/**
 * Return whether the person has let this page listen; 'prompt' where the browser will ask, or does not tell.
 *
 * @returns {Promise<PermissionState>}
 */
export async function permission() {
  try {
    const {state} = await navigator.permissions.query({name: /** @type {PermissionName} */ ('microphone')});
    return state;
  } catch {
    return 'prompt';
  }
}

export class Microphone {
  /**
   * Begin to listen; the browser asks the person if it has not yet.
   *
   * @param {OnSound} onSound
   * @param {() => void} onLost the microphone was unplugged or taken away
   */
  static async open(onSound, onLost) {
    // Made at once, while the browser knows that somebody pressed something.
    const context = new AudioContext();
    try {
      const [stream] = await Promise.all([
        navigator.mediaDevices.getUserMedia({audio: {channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true}}),
        context.audioWorklet.addModule(new URL('./voice-worklet.js', import.meta.url)),
      ]);
      void context.resume();
      return new Microphone(context, stream, onSound, onLost);
    } catch (error) {
      void context.close();
      throw new NoMicrophone(BY_ERROR[/** @type {Error} */ (error).name] ?? 'busy');
    }
  }

  /**
   * @param {AudioContext} context
   * @param {MediaStream} stream
   * @param {OnSound} onSound
   * @param {() => void} onLost
   */
  constructor(context, stream, onSound, onLost) {
    this.context = context;
    this.stream = stream;
    this.node = new AudioWorkletNode(context, 'voice-capture', {channelCount: 1, channelCountMode: 'explicit'});
    /** @type {() => void} */
    this.onLast = () => {};
    this.node.port.onmessage = ({data}) => (data.isLast ? this.onLast() : onSound(data.pcm, data.loudness));
    // Its output is silence; some browsers run only what leads to the loudspeaker.
    context.createMediaStreamSource(stream).connect(this.node).connect(context.destination);
    stream.getAudioTracks()[0]?.addEventListener('ended', onLost);
  }

  /** Say that it listens, for those who do not look. */
  chime() {
    const now = this.context.currentTime;
    const loudness = this.context.createGain();
    loudness.connect(this.context.destination);
    loudness.gain.setValueAtTime(0.0001, now);
    loudness.gain.exponentialRampToValueAtTime(0.08, now + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, now + 0.22);
    const tone = this.context.createOscillator();
    tone.frequency.setValueAtTime(587.33, now);
    tone.frequency.setValueAtTime(880, now + 0.09);
    tone.connect(loudness);
    tone.start(now);
    tone.stop(now + 0.24);
  }

  /** Let go of the microphone at once; resolves when all that was heard has been handed over. */
  async close() {
    const isDone = new Promise((resolve) => {
      this.onLast = () => resolve(true);
      setTimeout(resolve, LAST_MS);
    });
    this.node.port.postMessage('end');
    for (const track of this.stream.getTracks()) track.stop();
    await isDone;
    void this.context.close();
  }
}
