/**
 * Speaks with a hub as Home Assistant's pages do: home-assistant-js-websocket, a subscription, and
 * binary messages on its socket.
 *
 * node voice_client.mjs MODULES URL TOKEN WAV: the WAV has 16 kHz; it is sent with 48 kHz, as many
 * browsers record.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, url, token, file] = process.argv.slice(2);
const load = createRequire(join(modules, 'x.js'));
globalThis.WebSocket = load('ws');
const name = 'home-assistant-js-websocket';
const client = await import(pathToFileURL(join(modules, name, 'dist', 'index.js')).href);

const tell = (step, told = null) => console.log(JSON.stringify({ step, told }));
const RATE = 48_000;
const PIECE = 2_400;

/** The samples of the file, each three times, with silence behind. */
const samples = () => {
  const bytes = readFileSync(file).subarray(44);
  const read = new Int16Array(bytes.length / 2).map((_, at) => bytes.readInt16LE(2 * at));
  const made = new Int16Array(3 * read.length + 1.5 * RATE);
  read.forEach((sample, at) => made.fill(sample, 3 * at, 3 * at + 3));
  return made;
};

const auth = client.createLongLivedTokenAuth(url, token);
const connection = await client.createConnection({ auth });
const { pipelines } = await connection.sendMessagePromise({ type: 'assist_pipeline/pipeline/list' });
tell('pipeline', pipelines[0]);

const send = (mark, sound) => {
  const message = new Uint8Array(1 + sound.byteLength);
  message[0] = mark;
  message.set(new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength), 1);
  connection.socket.send(message);
};

const speak = (mark) => {
  const sound = samples();
  for (let at = 0; at < sound.length; at += PIECE) send(mark, sound.subarray(at, at + PIECE));
  send(mark, new Int16Array(0));
};

const events = [];
let mark = null;
let unsubscribe = null;
await new Promise((resolve, reject) => {
  unsubscribe = connection.subscribeMessage(
    (event) => {
      events.push(event);
      if (event.type === 'run-start') mark = event.data.runner_data.stt_binary_handler_id;
      if (event.type === 'stt-start') speak(mark);
      if (event.type === 'run-end') resolve();
    },
    {
      type: 'assist_pipeline/run',
      start_stage: 'stt',
      end_stage: 'tts',
      input: { sample_rate: RATE },
    },
    { resubscribe: false },
  );
  setTimeout(() => reject(new Error(JSON.stringify(events))), 60_000).unref();
});
const dataOf = (type) => events.find((event) => event.type === type)?.data;
tell('events', events.map((event) => event.type));
tell('text', dataOf('stt-end')?.stt_output.text);
tell('continues', dataOf('intent-end')?.intent_output.continue_conversation);
const answer = await fetch(url + dataOf('tts-end').tts_output.url);
tell('speech', {
  status: answer.status,
  type: answer.headers.get('content-type'),
  begins: Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4),
});
await (await unsubscribe)();
tell('unsubscribed', true);
connection.close();
