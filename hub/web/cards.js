/** Which card an entity has, in which part of a page it stands, and which entities have none. */

import {html} from './lit.js';
import './elements/lares-alarm.js';
import './elements/lares-calendar.js';
import './elements/lares-camera.js';
import './elements/lares-climate.js';
import './elements/lares-control.js';
import './elements/lares-cover.js';
import './elements/lares-fan.js';
import './elements/lares-humidifier.js';
import './elements/lares-light.js';
import './elements/lares-lock.js';
import './elements/lares-media.js';
import './elements/lares-reading.js';
import './elements/lares-siren.js';
import './elements/lares-switch.js';
import './elements/lares-todo.js';
import './elements/lares-update.js';
import './elements/lares-vacuum.js';
import './elements/lares-water-heater.js';
import './elements/lares-weather.js';

/** @typedef {import('./types.js').Entity} Entity */

/** Parts of a page, in their order, with the domains that stand in them. @type {[string, string[]][]} */
export const PARTS = [
  ['security', ['alarm_control_panel', 'lock', 'siren']],
  ['lights', ['light']],
  ['climate', ['climate', 'humidifier', 'water_heater', 'fan', 'weather']],
  ['covers', ['cover', 'valve']],
  ['media', ['media_player', 'remote', 'camera', 'image']],
  ['devices', ['switch', 'vacuum', 'lawn_mower', 'group', 'input_boolean', 'number', 'input_number', 'select', 'input_select', 'text', 'input_text', 'counter', 'timer', 'button', 'input_button', 'notify', 'assist_satellite']],
  ['scenes', ['scene', 'script']],
  ['plans', ['calendar', 'todo']],
  ['readings', []],
  ['settings', []],
];

const PLACES = new Map(PARTS.flatMap(([part, domains], at) => domains.map((domain, inside) => [domain, {part, rank: at * 100 + inside}])));

/** In which part of a page an entity stands. @param {Entity} entity */
export function partOf(entity) {
  if (entity.entity_category) return entity.domain === 'update' && entity.entity_category !== 'diagnostic' ? 'devices' : 'settings';
  return entity.domain === 'update' ? 'settings' : (PLACES.get(entity.domain)?.part ?? 'readings');
}

/** Order within a part. @param {Entity} a @param {Entity} b */
export function inOrder(a, b) {
  return (PLACES.get(a.domain)?.rank ?? 9_999) - (PLACES.get(b.domain)?.rank ?? 9_999) || a.name.localeCompare(b.name);
}

/** How tall cards are, roughly, in rows of one. @type {Record<string, number>} */
const ROWS = {
  alarm_control_panel: 3, lock: 2, siren: 3, light: 1.6, climate: 6, humidifier: 5, water_heater: 5, fan: 1.5, cover: 2.5, valve: 2.5,
  media_player: 2.5, camera: 4, image: 4, vacuum: 2.5, lawn_mower: 2, number: 2, input_number: 2, select: 2, input_select: 2, text: 2, input_text: 2, calendar: 3, todo: 4,
};

/** How tall the cards of a part are together, with its heading. @param {Entity[]} entities */
export function heightOf(entities) {
  return entities.reduce((sum, entity) => sum + (ROWS[entity.domain] ?? 1), 0.6);
}

/**
 * The card of an entity; it follows its entity by itself.
 *
 * @param {Entity} entity
 * @param {string} [place] the area whose page it stands on
 */
export function cardOf(entity, place = '') {
  const testid = `entity-${entity.entity_id}`;
  switch (entity.domain) {
    case 'light':
      return html`<lares-light data-testid=${testid} .entity=${entity} .place=${place}></lares-light>`;
    case 'switch':
    case 'remote':
    case 'group':
    case 'input_boolean':
      return html`<lares-switch data-testid=${testid} .entity=${entity} .place=${place}></lares-switch>`;
    case 'fan':
      return html`<lares-fan data-testid=${testid} .entity=${entity} .place=${place}></lares-fan>`;
    case 'cover':
    case 'valve':
      return html`<lares-cover data-testid=${testid} .entity=${entity} .place=${place}></lares-cover>`;
    case 'lock':
      return html`<lares-lock data-testid=${testid} .entity=${entity} .place=${place}></lares-lock>`;
    case 'climate':
      return html`<lares-climate data-testid=${testid} .entity=${entity} .place=${place}></lares-climate>`;
    case 'humidifier':
      return html`<lares-humidifier data-testid=${testid} .entity=${entity} .place=${place}></lares-humidifier>`;
    case 'water_heater':
      return html`<lares-water-heater data-testid=${testid} .entity=${entity} .place=${place}></lares-water-heater>`;
    case 'media_player':
      return html`<lares-media data-testid=${testid} .entity=${entity} .place=${place}></lares-media>`;
    case 'camera':
    case 'image':
      return html`<lares-camera data-testid=${testid} .entity=${entity} .place=${place}></lares-camera>`;
    case 'alarm_control_panel':
      return html`<lares-alarm data-testid=${testid} .entity=${entity} .place=${place}></lares-alarm>`;
    case 'siren':
      return html`<lares-siren data-testid=${testid} .entity=${entity} .place=${place}></lares-siren>`;
    case 'vacuum':
    case 'lawn_mower':
      return html`<lares-vacuum data-testid=${testid} .entity=${entity} .place=${place}></lares-vacuum>`;
    case 'number':
    case 'input_number':
    case 'select':
    case 'input_select':
    case 'text':
    case 'input_text':
    case 'button':
    case 'input_button':
    case 'scene':
    case 'script':
    case 'counter':
    case 'timer':
      return html`<lares-control data-testid=${testid} .entity=${entity} .place=${place}></lares-control>`;
    case 'update':
      return html`<lares-update data-testid=${testid} .entity=${entity} .place=${place}></lares-update>`;
    case 'todo':
      return html`<lares-todo data-testid=${testid} .entity=${entity} .place=${place}></lares-todo>`;
    case 'weather':
      return html`<lares-weather data-testid=${testid} .entity=${entity} .place=${place}></lares-weather>`;
    case 'calendar':
      return html`<lares-calendar data-testid=${testid} .entity=${entity} .place=${place}></lares-calendar>`;
    default:
      return html`<lares-reading data-testid=${testid} .entity=${entity} .place=${place}></lares-reading>`;
  }
}
