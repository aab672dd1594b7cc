/** A field of a form that chooses an area, or makes one in place. */

import {html, css} from './lit.js';
import {t} from './i18n.js';
import {createArea} from './places.js';
import {store} from './store.js';

/** What the choice says that stands for an area that is yet to be made. */
const FRESH = '+';

export const areaField = css`
  .fresh-area {
    display: none;
  }
  label:has(option[value='+']:checked) + .fresh-area {
    display: grid;
  }
`;

/**
 * Draw the field.
 *
 * @param {string | null | undefined} chosen an area's id
 */
export function areaFieldTemplate(chosen) {
  const areas = [...(store.home?.areas ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  return html`<label>${t('devices.area')}<select name="area" data-testid="area-field">
      <option value="" ?selected=${!chosen}>${t('devices.no_area')}</option>
      ${areas.map((area) => html`<option value=${area.id} ?selected=${area.id === chosen}>${area.name}</option>`)}
      <option value=${FRESH}>${t('places.fresh_area')}</option>
    </select></label>
    <label class="fresh-area">${t('places.area_name')}<input name="fresh_area" maxlength="100" autocomplete="off" data-testid="fresh-area"></label>`;
}

/**
 * Return the id of the area that was chosen, '' for none; makes it if it is a fresh one.
 *
 * @param {HTMLFormElement} form
 * @returns {Promise<string>}
 */
export async function areaOf(form) {
  const given = new FormData(form);
  const chosen = String(given.get('area') ?? '');
  if (chosen !== FRESH) return chosen;
  const name = String(given.get('fresh_area') ?? '').trim();
  return name ? await createArea(name) : '';
}
