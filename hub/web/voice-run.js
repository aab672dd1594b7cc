/** One run of the hub's voice assistant over a WebSocket of its own (Home Assistant, "Assist pipelines"). */

/** @typedef {{type: string, data: Record<string, any>}} VoiceEvent */
/** @typedef {{start_stage: string, end_stage: string, input: object, conversation_id: string, language?: string}} Ask */

const RUN = 1;
/** A hub that does not answer within this is not there. */
const ANSWER_MS = 10_000;

export class VoiceRun {
  /**
   * @param {import('./client.js').Api} api
   * @param {Ask} ask
   * @param {(event: VoiceEvent) => void} onEvent hears what happens; at the end, whatever the reason, of "run-end"
   */
  constructor(api, ask, onEvent) {
    this.api = api;
    this.ask = ask;
    this.onEvent = onEvent;
    /** What the hub calls this sound; what came before it said so waits. @type {number | null} */
    this.handler = null;
    /** @type {ArrayBuffer[]} */
    this.waiting = [];
    this.isOver = false;
    /** Whether the hub has said anything. */
    this.isMet = false;
    /** @type {WebSocket | null} */
    this.socket = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.isBegun = false;
  }

  /** Begin, if it has not; only the end of the sound ends the sentence if it `isHeld`. @param {{isHeld: boolean}} how */
  begin({isHeld}) {
    if (this.isBegun || this.isOver) return;
    this.isBegun = true;
    if (isHeld) this.ask = {...this.ask, input: {...this.ask.input, no_vad: true}};
    this.#open(true);
  }

  /** Send a piece of sound. @param {ArrayBuffer} pcm */
  send(pcm) {
    if (this.isOver) return;
    if (this.handler === null || this.socket === null) {
      this.waiting.push(pcm);
      return;
    }
    const message = new Uint8Array(pcm.byteLength + 1);
    message[0] = this.handler;
    message.set(new Uint8Array(pcm), 1);
    this.socket.send(message);
  }

  /** Say that there is no more sound. */
  end() {
    this.send(new ArrayBuffer(0));
  }

  /** Leave; nothing more is told. */
  close() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** @param {boolean} mayRenew whether a token that is refused may be renewed */
  #open(mayRenew) {
    const address = new URL('./api/websocket', document.baseURI);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    this.#expect();
    socket.onmessage = ({data}) => {
      if (typeof data === 'string' && !this.isOver) for (const message of [JSON.parse(data)].flat()) this.#take(message, mayRenew);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.#fail(this.isMet ? 'connection' : 'unreached', '');
    };
  }

  /**
   * @param {Record<string, any>} message
   * @param {boolean} mayRenew
   */
  #take(message, mayRenew) {
    const {type} = message;
    this.isMet = true;
    if (type === 'auth_required') this.#say({type: 'auth', access_token: this.api.token});
    else if (type === 'auth_ok') this.#say({id: RUN, type: 'assist_pipeline/run', ...this.ask});
    else if (type === 'auth_invalid') void this.#renew(mayRenew, message.message);
    else if (type === 'result' && !message.success) this.#fail(message.error.code, message.error.message);
    else if (type === 'event' && message.id === RUN) this.#tell(message.event);
  }

  /**
   * @param {boolean} mayRenew
   * @param {string} why
   */
  async #renew(mayRenew, why) {
    const refused = this.socket;
    this.socket = null;
    refused?.close();
    const isRenewed = mayRenew && (await this.api.renew().catch(() => false));
    if (this.isOver) return;
    if (isRenewed) this.#open(false);
    else this.#fail('unauthorized', why);
  }

  /** @param {VoiceEvent} event */
  #tell(event) {
    clearTimeout(this.timer);
    if (event.type === 'run-start') {
      this.handler = event.data.runner_data?.stt_binary_handler_id ?? null;
      for (const pcm of this.waiting.splice(0)) this.send(pcm);
    }
    if (event.type === 'run-end') this.close();
    this.onEvent({type: event.type, data: event.data ?? {}});
  }

  /**
   * @param {string} code
   * @param {string} message
   */
  #fail(code, message) {
    if (this.isOver) return;
    this.close();
    this.onEvent({type: 'error', data: {code, message}});
    this.onEvent({type: 'run-end', data: {}});
  }

  /** @param {object} message */
  #say(message) {
    this.socket?.send(JSON.stringify(message));
    this.#expect();
  }

  #expect() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#fail(this.isMet ? 'connection' : 'unreached', ''), ANSWER_MS);
  }
}
