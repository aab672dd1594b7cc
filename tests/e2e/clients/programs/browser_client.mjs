/**
 * Home Assistant's own client for browsers, home-assistant-js-websocket, against a hub.
 *
 * node browser_client.mjs MODULES URL TOKEN: prints what it saw as lines of JSON. It asks for a
 * restart of the hub by {"step": "restart"} and goes on when it is connected again.
 */

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, url, token] = process.argv.slice(2);
const load = createRequire(join(modules, 'x.js'));
globalThis.WebSocket = load('ws');
const name = 'home-assistant-js-websocket';
const client = await import(pathToFileURL(join(modules, name, 'dist', 'index.js')).href);

const LAMP = 'light.kitchen_ceiling';
const tell = (step, told = null) => console.log(JSON.stringify({ step, told }));

/** Wait until something holds, 20 s at most. */
const until = async (holds) => {
  for (let n = 0; n < 400; n += 1) {
    const found = holds();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${holds}`);
};

const auth = client.createLongLivedTokenAuth(url, token);
const connection = await client.createConnection({ auth });
tell('version', connection.haVersion);

let entities = {};
let services = {};
let config = null;
client.subscribeEntities(connection, (now) => { entities = now; });
client.subscribeServices(connection, (now) => { services = now; });
client.subscribeConfig(connection, (now) => { config = now; });
await until(() => entities[LAMP] && services.light && config);
tell('config', { name: config.location_name, state: config.state, parts: config.components.length });
tell('services', Object.keys(services.light).sort());
tell('entity', entities[LAMP]);
tell('user', await client.getUser(connection));
tell('states', (await client.getStates(connection)).length);

const before = entities[LAMP].state;
const after = before === 'on' ? 'off' : 'on';
const called = await client.callService(connection, 'light', `turn_${after}`, {}, { entity_id: LAMP });
tell('called', called);
await until(() => entities[LAMP].state === after);
tell('changed', entities[LAMP].state);

const forecast = await client.callService(
  connection, 'weather', 'get_forecasts', { type: 'daily' }, { entity_id: 'weather.home' }, true,
);
tell('response', forecast.response);

let refused = null;
try {
  await client.callService(connection, 'lock', 'unlock', {}, { entity_id: 'lock.front_door' });
} catch (error) {
  refused = error;
}
tell('refused', refused);

const heard = [];
const stop = await connection.subscribeEvents((event) => heard.push(event), 'doorbell');
await connection.sendMessagePromise({ type: 'fire_event', event_type: 'doorbell', event_data: { n: 1 } });
await until(() => heard.length === 1);
await stop();
await connection.sendMessagePromise({ type: 'fire_event', event_type: 'doorbell', event_data: { n: 2 } });
await connection.ping();
tell('heard', heard.map((event) => event.data));

let problem = null;
try {
  await connection.sendMessagePromise({ type: 'no_such_thing' });
} catch (error) {
  problem = error;
}
tell('problem', problem);

let lost = 0;
let ready = 0;
connection.addEventListener('disconnected', () => { lost += 1; });
connection.addEventListener('ready', () => { ready += 1; });
const again = [];
await connection.subscribeEvents((event) => again.push(event), 'again');
tell('restart');
await until(() => lost > 0 && ready > 0);
await until(() => entities[LAMP] && ['on', 'off'].includes(entities[LAMP].state));
await connection.sendMessagePromise({ type: 'fire_event', event_type: 'again', event_data: {} });
await until(() => again.length === 1);
tell('reconnected', { lost, ready, state: entities[LAMP].state });

connection.close();

let wrong = null;
try {
  await client.createConnection({ auth: client.createLongLivedTokenAuth(url, `${token}x`) });
} catch (error) {
  wrong = error;
}
tell('wrong', { error: wrong, means: client.ERR_INVALID_AUTH });
process.exit(0);
