/** Form fields for what an integration asks for, made from the JSON schema that it gives. */

import {html, nothing} from './lit.js';

/** @typedef {{title?: string, description?: string, type?: string, format?: string, writeOnly?: boolean, enum?: string[], default?: any, anyOf?: Schema[], minimum?: number, maximum?: number}} Schema */
/** @typedef {{properties?: Record<string, Schema>, required?: string[]}} FormSchema */

/** What is never for a person to fill in: the hub learns it from the device. */
const LEARNED = new Set(['unique_id', 'mac', 'app_key', 'username_key']);

/**
 * Return the fields of a schema: those that must be filled in first, then the others.
 *
 * @param {FormSchema} schema
 * @param {{only?: string[]}} [how] `only`: the keys that are asked for
 */
export function fieldsOf(schema, {only} = {}) {
  const required = new Set(only ?? schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .filter(([key]) => (only ? only.includes(key) : !LEARNED.has(key)))
    .map(([key, field]) => ({key, field: simple(field), label: field.title ?? titled(key), isRequired: required.has(key)}))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

/**
 * Draw one field.
 *
 * @param {ReturnType<typeof fieldsOf>[number]} one
 */
export function fieldTemplate({key, field, label, isRequired}) {
  if (field.type === 'boolean') {
    return html`<label class="check"><input type="checkbox" name=${key} ?checked=${field.default === true} data-testid="field-${key}">${label}</label>`;
  }
  const hint = field.description ? html`<span class="hint">${field.description}</span>` : nothing;
  if (field.enum) {
    return html`<label>${label}<select name=${key} data-testid="field-${key}">
      ${isRequired ? nothing : html`<option value=""></option>`}
      ${field.enum.map((one) => html`<option value=${one} ?selected=${one === field.default}>${one}</option>`)}</select>${hint}</label>`;
  }
  const isSecret = field.writeOnly === true || field.format === 'password' || key === 'password';
  const isNumber = field.type === 'integer' || field.type === 'number';
  return html`<label>${label}<input name=${key} ?required=${isRequired} autocomplete="off" spellcheck="false"
    type=${isSecret ? 'password' : isNumber ? 'number' : 'text'} step=${field.type === 'integer' ? '1' : 'any'}
    placeholder=${shown(field.default)} data-testid="field-${key}">${hint}</label>`;
}

/**
 * Read what was filled in, with the types that the schema names; what is empty is left out.
 *
 * @param {HTMLFormElement} form
 * @param {FormSchema} schema
 * @param {string[]} [only]
 * @returns {Record<string, any>}
 */
export function dataOf(form, schema, only) {
  const given = new FormData(form);
  /** @type {Record<string, any>} */
  const data = {};
  for (const {key, field} of fieldsOf(schema, {only})) {
    const value = String(given.get(key) ?? '').trim();
    if (field.type === 'boolean') data[key] = given.has(key);
    else if (value === '') continue;
    else data[key] = field.type === 'integer' || field.type === 'number' ? Number(value) : value;
  }
  return data;
}

/** Return the part of a schema that says more than "or nothing". @param {Schema} field @returns {Schema} */
function simple(field) {
  const other = field.anyOf?.find((one) => one.type !== 'null');
  return other ? {...field, ...other, title: field.title} : field;
}

/** @param {any} value */
function shown(value) {
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value);
}

/** @param {string} key */
function titled(key) {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
