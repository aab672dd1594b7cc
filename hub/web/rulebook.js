/** Rules, scripts and scenes as one list, and what goes with them: their last runs, and what the check finds. */

import {store} from './store.js';

/** @typedef {'automation' | 'script' | 'scene'} Kind */
/**
 * @typedef {object} Kept
 * @property {string} key how the page's addresses call it
 * @property {Kind} kind
 * @property {string} id
 * @property {string} name
 * @property {string} words what it does; empty for scripts and scenes
 * @property {boolean} isWhole
 * @property {string} yaml
 * @property {string} entityId
 * @property {boolean} paused
 * @property {boolean} running
 * @property {string | null} next
 * @property {string | null} last
 * @property {string} file
 * @property {number} line
 */
/** @typedef {{path: string, at: string, result: any, changed_variables: any, error: string | null, plan_id: string | null}} Step */
/** @typedef {{run_id: string, domain: string, item_id: string, started_at: string, ended_at: string | null, trigger: string | null, ending: string, error: string | null, steps: Step[], left_out: number}} Run */
/** @typedef {{severity: 'error' | 'warning' | 'note', code: string, message: string, rules: string[], file: string, line: number}} Finding */

const SETTLE_MS = 300;

class Rulebook {
  constructor() {
    /** The last run of each, by key. @type {Map<string, Run>} */
    this.runs = new Map();
    /** What the check found; null: it was not asked yet. @type {Finding[] | null} */
    this.findings = null;
    this.watchers = 0;
    /** Rules as they were when runs and findings were read. @type {unknown} */
    this.seen = null;
    this.isDue = false;
    /** What the rules said when they were checked. */
    this.checked = '';
    store.addEventListener('change', () => this.#keepUp());
  }

  watch() {
    this.watchers += 1;
    this.#keepUp();
  }

  unwatch() {
    this.watchers -= 1;
  }

  /** Read again what belongs to the rules, whenever they were read again. */
  #keepUp() {
    if (this.watchers === 0 || store.rules.areRead !== true || this.seen === store.rules.list || this.isDue) return;
    this.isDue = true;
    setTimeout(async () => {
      this.isDue = false;
      this.seen = store.rules.list;
      await Promise.all([this.#readRuns(), this.#readFindings()]);
      store.changed();
    }, this.findings === null ? 0 : SETTLE_MS);
  }

  async #readRuns() {
    try {
      /** @type {{runs: Run[]}} */
      const {runs} = await store.api.get('lares/runs');
      this.runs = new Map();
      for (const run of runs) {
        const key = keyOf(run.domain, run.item_id);
        if (!this.runs.has(key)) this.runs.set(key, run);
      }
    } catch {
      // A hub without a history has none; one that is lost is noticed by the stream.
    }
  }

  /** A check costs the hub much: that a rule ran is no reason for one. */
  async #readFindings() {
    const said = [...store.rules.list, ...store.rules.scripts, ...store.rules.scenes].map((one) => `${one.file}:${one.line} ${one.yaml}`).join();
    if (said === this.checked && this.findings !== null) return;
    try {
      this.findings = (await store.api.get('lares/check')).findings;
      this.checked = said;
    } catch {
      this.findings ??= [];
    }
  }
}

export const rulebook = new Rulebook();

/** Has an element hear of runs and findings, while it is on the page. */
export class WatchingRules {
  /** @param {import('./lit.js').LitElement} host */
  constructor(host) {
    host.addController(this);
  }

  hostConnected() {
    rulebook.watch();
  }

  hostDisconnected() {
    rulebook.unwatch();
  }
}

/** @returns {Kept[]} */
export function allKept() {
  return [
    ...store.rules.list.map((rule) => ({
      ...common('automation', rule), words: rule.words, isWhole: rule.is_whole, paused: rule.paused, next: rule.next_run,
    })),
    ...store.rules.scripts.map((script) => common('script', script)),
    ...store.rules.scenes.map((scene) => common('scene', scene)),
  ];
}

/** @param {string} key */
export function keptOf(key) {
  return allKept().find((one) => one.key === key);
}

/**
 * @param {string} kind
 * @param {string} id
 */
export function keyOf(kind, id) {
  return kind === 'automation' ? id : `${kind}:${id}`;
}

/** The rules that a finding is about, as far as the page shows them. @param {Finding} finding */
export function keptIn(finding) {
  const names = new Set(finding.rules);
  return allKept().filter((one) => names.has(`${one.kind}.${one.kind === 'scene' ? one.name : one.id}`));
}

/** @param {Kept} kept */
export function findingsOf(kept) {
  return (rulebook.findings ?? []).filter((finding) => keptIn(finding).some((one) => one.key === kept.key));
}

/** Whether who looks may change rules; children look. */
export function mayChange() {
  return ['owner', 'adult'].includes(store.people.me?.role ?? '');
}

/** @param {Kept} kept */
export function runNow(kept) {
  const actions = {automation: 'automation.trigger', script: 'script.turn_on', scene: 'scene.turn_on'};
  return store.controls.call(kept.entityId, actions[kept.kind]);
}

/**
 * Delete a rule; what it says is a version before it goes.
 *
 * @param {Kept} kept
 */
export async function deleteKept(kept) {
  const id = encodeURIComponent(kept.id);
  await store.api.get(`lares/rules/${id}/versions?kind=${kept.kind}`);
  await store.api.delete(kept.kind === 'automation' ? `lares/rules/${id}` : `config/${kept.kind}/config/${id}`);
  await store.rules.load();
}

/**
 * Bring a deleted rule back, as its last version says.
 *
 * @param {Kept} kept
 */
export async function bringBack(kept) {
  const path = `lares/rules/${encodeURIComponent(kept.id)}/versions`;
  const versions = await store.api.get(`${path}?kind=${kept.kind}`);
  await store.api.post(`${path}/${versions[0].number}/restore?kind=${kept.kind}`, {});
  if (kept.paused) await store.api.post(`lares/rules/${encodeURIComponent(kept.id)}`, {paused: true});
  await store.rules.load();
}

/**
 * @param {Kind} kind
 * @param {import('./types.js').Script} one
 * @returns {Kept}
 */
function common(kind, one) {
  return {
    key: keyOf(kind, one.id), kind, id: one.id, name: one.alias, words: '', isWhole: true, yaml: one.yaml,
    entityId: one.entity_id, paused: false, running: one.running ?? false, next: null, last: one.last_run ?? null,
    file: one.file, line: one.line,
  };
}
