/** How a device is, read from its entities' states: when it was heard, battery, signal, reachable. */

import {store} from './store.js';

/** @typedef {import('./types.js').Device} Device */
/** @typedef {import('./types.js').Entity} Entity */
/** @typedef {{lastSeen: string | null, batteryPct: number | null, signal: {value: string, unit: string} | null, isAway: boolean, hasUpdate: boolean, isOff: boolean}} DeviceHealth */

/** @param {string} deviceId */
export function entitiesOf(deviceId) {
  return (store.home?.entities ?? []).filter((entity) => entity.device_id === deviceId);
}

/**
 * @param {Device} device
 * @param {Entity[]} entities
 * @returns {DeviceHealth}
 */
export function healthOf(device, entities) {
  const states = entities.map((entity) => ({entity, state: store.states.get(entity.entity_id)}));
  const heard = states.filter(({state}) => state && state.state !== 'unavailable');
  const told = states.filter(({state}) => state !== undefined);
  const battery = heard.find(({entity}) => entity.device_class === 'battery' && entity.domain === 'sensor');
  const signal = heard.find(({entity}) => entity.device_class === 'signal_strength'
    || /_(linkquality|rssi|wifi_signal)$/.test(entity.entity_id));
  const percent = Number(battery?.state?.state);
  return {
    lastSeen: heard.map(({state}) => state?.last_reported ?? state?.last_updated ?? '').sort().at(-1) || null,
    batteryPct: battery && Number.isFinite(percent) ? percent : null,
    signal: signal?.state ? {value: signal.state.state, unit: signal.state.attributes.unit_of_measurement ?? ''} : null,
    isAway: told.length > 0 && heard.length === 0,
    hasUpdate: heard.some(({entity, state}) => entity.domain === 'update' && state?.state === 'on'),
    isOff: device.enabled === false || (entities.length > 0 && entities.every((entity) => entity.enabled === false)),
  };
}

/** What a device is: its maker and model. @param {{manufacturer: string | null, model: string | null}} device */
export function kindOf({manufacturer, model}) {
  return [manufacturer, model].filter(Boolean).join(' ');
}
