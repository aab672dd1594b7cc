/**
 * All pages there are. Each is an element in pages/ of its own, loaded when somebody goes there.
 * `bar`: it stands in the bar of a phone; the others are behind "More". `nav` false: no way leads there but
 * links, and `under` is the page that leads on to it; `wide`: it needs the room of the talk beside it. `roles`: who sees it, all if
 * it is left out.
 */

/** @typedef {{id: string, icon: string, tag: string, load: () => Promise<unknown>, bar?: boolean, nav?: boolean, under?: string, wide?: boolean, roles?: string[]}} PageInfo */

const ADULTS = ['owner', 'adult'];
const RESIDENTS = ['owner', 'adult', 'child'];

export const ASK = 'ask';

/** @type {PageInfo[]} */
export const PAGES = [
  {id: 'home', icon: 'home', tag: 'lares-home-page', load: () => import('./pages/lares-home-page.js'), bar: true},
  {id: 'area', icon: 'home', tag: 'lares-area-page', load: () => import('./pages/lares-area-page.js'), nav: false, under: 'home'},
  {id: 'entity', icon: 'home', tag: 'lares-entity-page', load: () => import('./pages/lares-entity-page.js'), nav: false, under: 'home'},
  // The talk goes on while one looks at other pages; the frame always has it.
  {id: ASK, icon: 'chat', tag: '', load: async () => {}, bar: true},
  {id: 'rules', icon: 'rule', tag: 'lares-rules-page', load: () => import('./pages/lares-rules-page.js'), bar: true, roles: RESIDENTS},
  {id: 'history', icon: 'chart', tag: 'lares-history-page', load: () => import('./pages/lares-history-page.js'), wide: true, roles: RESIDENTS},
  {id: 'activity', icon: 'activity', tag: 'lares-activity-page', load: () => import('./pages/lares-activity-page.js'), roles: RESIDENTS},
  {id: 'devices', icon: 'devices', tag: 'lares-devices-page', load: () => import('./pages/lares-devices-page.js'), wide: true, roles: ADULTS},
  {id: 'people', icon: 'people', tag: 'lares-people-page', load: () => import('./pages/lares-people-page.js'), wide: true},
  {id: 'system', icon: 'gear', tag: 'lares-system-page', load: () => import('./pages/lares-system-page.js'), roles: ADULTS},
  {id: 'welcome', icon: 'mark', tag: 'lares-welcome-page', load: () => import('./pages/lares-welcome-page.js'), nav: false, wide: true, roles: ['owner']},
];

/** @param {string} id */
export function pageOf(id) {
  return PAGES.find((page) => page.id === id) ?? PAGES[0];
}

/**
 * Return the pages that somebody sees; before it is known who it is, those that everybody sees.
 *
 * @param {string | undefined} role
 */
export function pagesFor(role) {
  return PAGES.filter((page) => page.roles === undefined || (role !== undefined && page.roles.includes(role)));
}
