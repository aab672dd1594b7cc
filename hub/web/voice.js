/** Talking: from a press of the button to a reply that is heard, and on to the answer to what it asked. */

import {language, languageName, t, tOr} from './i18n.js';
import {Microphone, NoMicrophone, obstacle, permission} from './microphone.js';
import {Speaker} from './speaker.js';
import {VoiceRun} from './voice-run.js';

/** What goes on. @typedef {'idle' | 'opening' | 'listening' | 'hearing' | 'working' | 'speaking'} Phase */
/** What is to be explained before one can talk. @typedef {import('./microphone.js').Obstacle | 'ask'} Help */
/** What it needs of the store. @typedef {{api: import('./client.js').Api, talk: import('./conversation.js').Conversation, connection: string, languages: string[], changed: () => void, say: (text: string) => void}} Page */
/** One sentence on its way. @typedef {{run: VoiceRun, microphone: Microphone | null, isAnswer: boolean, said: number, reply: number, text: string, url: string, goesOn: boolean, hasFailed: boolean, spoken: import('./conversation.js').Spoken}} Round */

const SPEAKS_KEY = 'lares.speaks';
const EXPLAINED_KEY = 'lares.microphone_explained';
const RATE = 16_000;
/** Held for longer than this, letting go is the end of the sentence, and no pause is. */
const HOLD_MS = 350;
/** Nobody said a word: no need of words about it. */
const SILENT = new Set(['stt-no-text-recognized', 'wake-word-timeout']);
/** How quiet and how loud it is at the ends of the meter, in decibels of the loudest there is. */
const QUIET_DB = -55;
const LOUD_DB = -12;

/** Tells of itself by "level", many times a second while it listens; of all else the store tells. */
export class Voice extends EventTarget {
  /** @param {Page} page */
  constructor(page) {
    super();
    this.page = page;
    /** @type {Phase} */
    this.phase = 'idle';
    /** @type {Help | null} */
    this.help = null;
    /** Whether replies are spoken. */
    this.speaks = localStorage.getItem(SPEAKS_KEY) !== 'no';
    /** A reply that the browser did not let be spoken. */
    this.unheard = '';
    /** How loud it is, 0 to 1. */
    this.level = 0;
    /** Since when the button is held down. @type {number | null} */
    this.pressedAt = null;
    /** @type {Round | null} */
    this.round = null;
    this.speaker = new Speaker();
  }

  /** The language to speak, in words of the page, if it is not the page's own. */
  get otherLanguage() {
    const spoken = this.#spoken();
    return spoken === undefined || spoken === language() ? '' : languageName(spoken);
  }

  /** Whether the microphone is open, or about to be. */
  get isListening() {
    return this.phase === 'opening' || this.phase === 'listening';
  }

  /** @param {boolean} speaks */
  speakReplies(speaks) {
    this.speaks = speaks;
    localStorage.setItem(SPEAKS_KEY, speaks ? 'yes' : 'no');
    if (!speaks) this.speaker.stop();
    this.page.changed();
  }

  /** Whether a sentence is being understood or carried out; the next one waits for that. */
  get isBusy() {
    return this.phase === 'hearing' || this.phase === 'working';
  }

  /** The button is pressed: listen, until it is let go or nobody speaks. */
  press() {
    if (this.isListening || this.isBusy) return;
    this.pressedAt = performance.now();
    void this.start();
  }

  /** The button is let go: the end of the sentence, if it was held. */
  letGo() {
    const {pressedAt} = this;
    this.pressedAt = null;
    if (pressedAt === null || this.phase !== 'listening') return;
    // Where the microphone took so long to open, nothing was said yet: it listens on.
    if (performance.now() - pressedAt >= HOLD_MS) void this.finish();
    else this.round?.run.begin({isHeld: false});
  }

  /** Listen, if that can be; else say what is in the way. Returns whether it begins. */
  async start() {
    if (this.isListening || this.isBusy) return false;
    if (this.page.connection !== 'online') {
      this.page.say(t('ask.offline'));
      return false;
    }
    const inTheWay = obstacle() ?? (await this.#unasked());
    if (inTheWay) {
      this.#explain(inTheWay);
      return false;
    }
    void this.#listen(false);
    return true;
  }

  /** Go on after the explanation: the browser asks now. */
  async understood() {
    localStorage.setItem(EXPLAINED_KEY, 'yes');
    this.help = null;
    await this.#listen(false);
  }

  closeHelp() {
    this.help = null;
    this.page.changed();
  }

  /** The sentence is over. */
  async finish() {
    const {round} = this;
    if (!round || !this.isListening) return;
    if (round.microphone === null) {
      this.cancel();
      return;
    }
    this.#enter('hearing');
    const {microphone} = round;
    round.microphone = null;
    round.run.begin({isHeld: true});
    await microphone.close();
    round.run.end();
  }

  /** Forget what was being said; or be quiet. */
  cancel() {
    const {round} = this;
    this.speaker.stop();
    // What the hub has heard to its end is carried out.
    if (!round || !this.isListening) return;
    this.#drop(round);
    this.page.talk.unhear(round.said);
    this.#enter('idle');
  }

  /** Be quiet; what was asked may be answered by hand. */
  hush() {
    this.speaker.stop();
  }

  /** Play the reply that the browser did not let be spoken. */
  async playUnheard() {
    const url = this.unheard;
    this.unheard = '';
    this.#enter('speaking');
    await this.speaker.play(url);
    if (this.round === null) this.#enter('idle');
  }

  /** Forget all: somebody signs out. */
  forget() {
    this.speaker.stop();
    if (this.round) this.#drop(this.round);
    this.unheard = '';
    this.help = null;
    this.phase = 'idle';
  }

  // ---- listening

  /** Say what must be explained before the browser asks, or that it was told no. @returns {Promise<Help | null>} */
  async #unasked() {
    const state = await permission();
    if (state === 'granted') return null;
    if (state === 'denied') return 'denied';
    return localStorage.getItem(EXPLAINED_KEY) === 'yes' ? null : 'ask';
  }

  /** @param {Help} help */
  #explain(help) {
    this.pressedAt = null;
    this.help = help;
    this.page.changed();
  }

  /** @param {boolean} isAnswer whether it answers what the hub asked */
  async #listen(isAnswer) {
    if (this.round) this.#drop(this.round);
    this.hush();
    this.unheard = '';
    const round = this.#begin(isAnswer);
    this.#enter('opening');
    try {
      const microphone = await Microphone.open(
        (pcm, loudness) => this.#sound(round, pcm, loudness),
        () => this.#lose(round),
      );
      if (this.round !== round) {
        void microphone.close();
        return;
      }
      round.microphone = microphone;
      if (isAnswer) microphone.chime();
      round.said = this.page.talk.hear();
      this.#enter('listening');
      this.#beginRun(round);
    } catch (error) {
      if (this.round !== round) return;
      this.#drop(round);
      this.#enter('idle');
      this.#explain(error instanceof NoMicrophone ? error.obstacle : 'busy');
    }
  }

  /** Let the hub listen, as soon as it is known whether the button is held. @param {Round} round */
  #beginRun(round) {
    const {pressedAt} = this;
    if (pressedAt === null) {
      round.run.begin({isHeld: false});
      return;
    }
    const isHeld = () => this.pressedAt === pressedAt && round.run.begin({isHeld: true});
    setTimeout(isHeld, Math.max(0, pressedAt + HOLD_MS - performance.now()));
  }

  /** The language that will be heard: of the page, or what the hub hears instead; undefined: as the hub has it. */
  #spoken() {
    const {languages} = this.page;
    return languages.includes(language()) ? language() : languages[0];
  }

  /** @param {boolean} isAnswer */
  #begin(isAnswer) {
    const {talk, api} = this.page;
    // What is shown first is not done, and not spoken: only the words are wanted.
    const onlyWords = talk.showsFirst && !talk.isAsked;
    const ask = {
      start_stage: 'stt',
      end_stage: onlyWords ? 'stt' : this.speaks ? 'tts' : 'intent',
      input: {sample_rate: RATE},
      conversation_id: talk.id,
      language: this.#spoken(),
    };
    /** @type {Round} */
    const round = {
      run: new VoiceRun(api, ask, (event) => {
        if (this.round !== round) return;
        if (talk.id === ask.conversation_id) this.#hear(round, event, onlyWords);
        else this.#leave(round);
      }),
      microphone: null, isAnswer, said: 0, reply: 0, text: '', url: '', goesOn: false, hasFailed: false, spoken: {},
    };
    this.round = round;
    return round;
  }

  /**
   * @param {Round} round
   * @param {ArrayBuffer} pcm
   * @param {number} loudness
   */
  #sound(round, pcm, loudness) {
    round.run.send(pcm);
    const db = 20 * Math.log10(Math.max(loudness, 1e-6));
    this.level = Math.max(0, Math.min(1, (db - QUIET_DB) / (LOUD_DB - QUIET_DB)));
    this.dispatchEvent(new Event('level'));
  }

  /** The microphone is gone. @param {Round} round */
  #lose(round) {
    if (this.round !== round || this.phase !== 'listening') return;
    this.cancel();
    this.page.say(t('voice.lost'));
  }

  /** Somebody went on to another conversation; what they said is carried out all the same. @param {Round} round */
  #leave(round) {
    this.#drop(round);
    this.#enter('idle');
  }

  /** Hear no more, and let go of the microphone. @param {Round} round */
  #drop(round) {
    this.#deafen(round);
    round.run.close();
    if (this.round === round) this.round = null;
  }

  /** @param {Round} round */
  #deafen(round) {
    void round.microphone?.close();
    round.microphone = null;
    this.level = 0;
  }

  // ---- what the hub says

  /**
   * @param {Round} round
   * @param {import('./voice-run.js').VoiceEvent} event
   * @param {boolean} onlyWords
   */
  #hear(round, {type, data}, onlyWords) {
    const {talk} = this.page;
    if (type === 'run-start') round.spoken.runId = data.lares?.run_id ?? data.run_id;
    else if (type === 'lares-stt-progress') this.#words(round, data.text ?? '');
    else if (type === 'stt-vad-end') this.#sentenceEnded(round);
    else if (type === 'stt-end') this.#understood(round, data.stt_output?.text ?? '', onlyWords);
    else if (type === 'intent-end' && round.reply) {
      const output = data.intent_output ?? {};
      round.goesOn = Boolean(output.continue_conversation);
      talk.answered(round.reply, output, {...round.spoken});
    } else if (type === 'tts-end') void this.#speak(round, data.tts_output?.url ?? '');
    else if (type === 'error') this.#fail(round, data.code, data.message);
    else if (type === 'run-end') this.#over(round);
  }

  /**
   * @param {Round} round
   * @param {string} text
   */
  #words(round, text) {
    if (text === '' || !round.said) return;
    round.text = text;
    this.page.talk.heard(round.said, text, {isOpen: true});
  }

  /** The hub heard the end of the sentence. @param {Round} round */
  #sentenceEnded(round) {
    this.#deafen(round);
    this.#enter('hearing');
  }

  /**
   * @param {Round} round
   * @param {string} text
   * @param {boolean} onlyWords
   */
  #understood(round, text, onlyWords) {
    const {talk} = this.page;
    this.#deafen(round);
    round.text = text;
    if (onlyWords) {
      this.#drop(round);
      talk.unhear(round.said);
      this.#enter('idle');
      if (text.trim()) void talk.ask(text);
      return;
    }
    talk.heard(round.said, text, {...round.spoken});
    round.reply = talk.answering();
    this.#enter('working');
  }

  /**
   * @param {Round} round
   * @param {string} url
   */
  async #speak(round, url) {
    if (url === '' || !this.speaks) return;
    round.url = url;
    this.#enter('speaking');
    const ending = await this.speaker.play(url);
    if (this.round !== round) return;
    if (ending === 'blocked') this.unheard = url;
    if (ending === 'failed') this.page.say(tOr('voice.error.tts-failed', ''));
    round.url = '';
    if (ending !== 'heard') round.goesOn = false;
    if (round.run.isOver) this.#rest(round);
  }

  /**
   * @param {Round} round
   * @param {string} code
   * @param {string} message
   */
  #fail(round, code, message) {
    const {talk} = this.page;
    const wasOpen = this.isListening;
    this.#deafen(round);
    round.hasFailed = true;
    // A sentence of which the hub has not all is not carried out.
    const why = code === 'connection' && wasOpen ? 'lares-audio-lost' : code;
    const words = tOr(`voice.error.${why}`, message || t('voice.failed'));
    const isAnswered = round.reply && !talk.turns.find((turn) => turn.id === round.reply)?.busy;
    if (isAnswered) {
      // It was done and said in writing; only the sound is missing.
      this.page.say(words);
    } else if (round.text === '' && !round.reply) {
      talk.unhear(round.said);
      if (!(round.isAnswer && SILENT.has(code))) this.page.say(words);
    } else {
      talk.heard(round.said, round.text, {...round.spoken});
      talk.failed(round.reply || talk.answering(), words, {...round.spoken});
    }
    if (wasOpen) this.#enter('hearing');
  }

  /** @param {Round} round */
  #over(round) {
    this.#deafen(round);
    if (round.url === '') this.#rest(round);
  }

  /** All is said; what was asked may be answered now. @param {Round} round */
  #rest(round) {
    this.round = null;
    if (round.said && this.page.talk.turns.find((turn) => turn.id === round.said)?.spoken?.isOpen) this.page.talk.unhear(round.said);
    const goesOn = round.goesOn && !round.hasFailed && !document.hidden;
    this.#enter('idle');
    if (goesOn) void this.#listen(true);
  }

  /** @param {Phase} phase */
  #enter(phase) {
    this.phase = phase;
    this.page.changed();
  }
}
