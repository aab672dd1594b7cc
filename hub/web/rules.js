/** The rules, scripts and scenes that are kept, as the hub told them last. */

/** @typedef {import('./types.js').Rule} Rule */
/** @typedef {import('./types.js').Script} Script */
/** What it needs of the store. @typedef {{api: import('./client.js').Api, changed: () => void, complaint: (error: unknown) => string, say: (text: string) => void}} Page */

const SETTLE_MS = 500;

export class Rules {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    /** @type {Rule[]} */
    this.list = [];
    /** What is wrong in rule files. @type {import('./types.js').RuleProblem[]} */
    this.problems = [];
    /** @type {Script[]} */
    this.scripts = [];
    /** @type {Script[]} */
    this.scenes = [];
    /** Whether they were read; null: not yet. @type {boolean | null} */
    this.areRead = null;
    this.isDue = false;
  }

  forget() {
    this.list = [];
    this.problems = [];
    this.scripts = [];
    this.scenes = [];
    this.areRead = null;
  }

  /** Read them again. */
  async load() {
    try {
      const {rules, problems, scripts, scenes} = await this.page.api.get('lares/rules');
      this.list = rules;
      this.problems = problems;
      this.scripts = scripts;
      this.scenes = scenes;
      this.areRead = true;
    } catch {
      // Guests may not read them; a lost hub is noticed by the stream.
      this.areRead ??= false;
    }
    this.page.changed();
  }

  /** Read them again if a plan kept or changed rules, or was a run of one. @param {import('./types.js').PlanResult} result */
  follow(result) {
    if (touchesRules(result)) this.#loadSoon();
  }

  /**
   * Let a rule rest, or go on.
   *
   * @param {string} id
   * @param {boolean} paused
   */
  async pause(id, paused) {
    try {
      await this.page.api.post(`lares/rules/${encodeURIComponent(id)}`, {paused});
    } catch (error) {
      this.page.say(this.page.complaint(error));
    }
    await this.load();
  }

  /** Once what changes them has settled: many may run at once. */
  #loadSoon() {
    if (this.isDue) return;
    this.isDue = true;
    setTimeout(() => {
      this.isDue = false;
      void this.load();
    }, SETTLE_MS);
  }
}

/**
 * Whether a plan kept or changed rules, or was a run of one, which may be over with it.
 *
 * @param {import('./types.js').PlanResult} result
 */
function touchesRules(result) {
  return (result.plan?.body.chores?.length ?? 0) > 0 || (result.plan?.planner ?? '').startsWith('rule:');
}
