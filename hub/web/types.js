/**
 * What the hub sends, as far as the page reads it. Home Assistant's names where it has them.
 *
 * @typedef {{id: string, name: string, level: number}} Floor
 * @typedef {{id: string, name: string, floor_id: string | null}} Area
 * @typedef {object} Entity
 * @property {string} entity_id
 * @property {string} name
 * @property {string | null} area_id
 * @property {string | null} [floor_id]
 * @property {string} domain
 * @property {string | null} [device_class]
 * @property {string[]} [actions]
 * @property {boolean} [enabled]
 * @property {string | null} [entity_category]
 * @property {string | null} [device_id]
 * @property {string[]} [aliases]
 * @property {string | null} [integration]
 *
 * @typedef {object} Device
 * @property {string} id
 * @property {string} name
 * @property {string | null} area_id
 * @property {string | null} manufacturer
 * @property {string | null} model
 * @property {string | null} sw_version
 * @property {string | null} [hw_version]
 * @property {string | null} [serial_number]
 * @property {string | null} [configuration_url]
 * @property {string | null} via_device_id
 * @property {boolean} [enabled]
 *
 * @typedef {{floors: Floor[], areas: Area[], devices: Device[], entities: Entity[]}} Home
 *
 * @typedef {object} NewThing
 * @property {string} id
 * @property {string} integration
 * @property {string} title
 * @property {string | null} manufacturer
 * @property {string | null} model
 * @property {string[]} asks
 * @property {string | null} device_id
 * @property {string | null} area_id
 * @property {string[]} entities
 * @property {boolean} is_ignored
 *
 * @typedef {object} DeviceEntry
 * @property {string} id
 * @property {string} integration
 * @property {string} title
 * @property {string | null} host
 * @property {'connecting' | 'connected' | 'lost' | 'needs_attention' | 'failed'} status
 * @property {string | null} problem
 * @property {string[]} device_ids
 *
 * @typedef {{domain: string, name: string, kind: string, protocols?: string[], devices?: string[], notes?: string[], config: import('./schema-fields.js').FormSchema | null}} IntegrationInfo
 *
 * @typedef {object} State
 * @property {string} entity_id
 * @property {string} state
 * @property {Record<string, any>} attributes
 * @property {string} [last_changed]
 * @property {string} [last_updated]
 * @property {string} [last_reported]
 *
 * @typedef {{action: string, [field: string]: any}} Command
 * @typedef {{command: Command, targets: string[]}} Step
 * @typedef {object} PlanBody
 * @property {'steps' | 'chores' | 'question' | 'answer' | 'refusal'} kind
 * @property {Step[]} [steps]
 * @property {string[]} [left_out]
 * @property {object[]} [chores]
 * @property {string[]} [options]
 * @property {string} [text]
 *
 * @typedef {'allow' | 'confirm' | 'pin' | 'deny'} Effect
 * @typedef {{effect: Effect, policy: string, reason: string, asks_others?: boolean, steps?: {effect: Effect}[], chores?: {effect: Effect}[]}} Verdict
 * @typedef {'done' | 'unverified' | 'failed' | 'denied' | 'waiting_for_approval'} Status
 * @typedef {object} Outcome
 * @property {number} [step]
 * @property {string} entity_id
 * @property {string} action
 * @property {Status} status
 * @property {string} [detail]
 * @property {number | null} [took_ms]
 * @property {boolean} [ended] it is known how it ended, while others are under way
 *
 * @typedef {{chore: number, status: Status, detail?: string}} ChoreOutcome
 * @typedef {{id: string, text: string, at: string}} Notice
 * @typedef {object} Script a script or a scene of a rule file
 * @property {string} id
 * @property {string} alias
 * @property {string} yaml
 * @property {string} entity_id
 * @property {string} file
 * @property {number} line
 * @property {boolean} [running]
 * @property {string | null} [last_run]
 *
 * @typedef {Script & {words: string, is_whole: boolean, paused: boolean, once: boolean, next_run: string | null}} Rule
 *
 * A mistake in a rule file.
 *
 * @typedef {{file: string, line: number, key: string, message: string}} RuleProblem
 *
 * @typedef {object} PlanResult
 * @property {{id?: string, body: PlanBody, request?: {text?: string, source?: string, conversation_id?: string | null}, planner?: string, took_ms?: number | null}} [plan]
 * @property {Verdict} [verdict]
 * @property {Outcome[]} [outcomes]
 * @property {ChoreOutcome[]} [chores]
 * @property {string | null} [approval_id]
 * @property {string} [shown] the sentence with dots in place of the PIN that was in it
 * @property {string | null} [expires_at]
 * @property {string | null} [finished_at] when all was over; until then it goes on
 *
 * One policy that was considered for an act, and the act with all of them.
 *
 * @typedef {{policy: string, of: string, effect: Effect, matches: boolean, decides: boolean, why: string}} Considered
 * @typedef {{entity_id: string, effect: Effect, who_may_approve: string | null, considered: Considered[]}} ActExplained
 *
 * @typedef {{areas: string[] | null, domains: string[] | null}} Grant
 * @typedef {{id: string, user_id: string, name: string, scope: string, kind: string, created: string, expires: string | null, last_used: string | null, is_current: boolean}} Token
 * @typedef {{id: string, user_id: string | null, name: string, model: string | null, app: string | null, tracker_id: string | null}} Phone
 *
 * @typedef {object} User
 * @property {string} id
 * @property {string} name
 * @property {string} role
 * @property {string | null} until
 * @property {string | null} person_id
 * @property {boolean} has_password
 * @property {boolean} has_pin
 * @property {boolean} [is_over]
 * @property {Grant} [sees]
 * @property {Grant} [moves]
 *
 * How long a step of a spoken sentence took, and what it may take.
 *
 * @typedef {{stage: string, took_ms: number, budget_ms: number | null}} StageTime
 *
 * @typedef {object} VoiceRun a run of the voice assistant
 * @property {string} id
 * @property {string} at
 * @property {string | null} satellite_id
 * @property {string | null} area_id
 * @property {string | null} text
 * @property {number | null} confidence
 * @property {string | null} engine
 * @property {string} speech
 * @property {string | null} plan_id
 * @property {string | null} failure
 * @property {StageTime[]} times
 *
 * @typedef {{speech: string, conversationId: string | null, lares: PlanResult | null}} Reply
 * @typedef {Record<string, {state?: string, [fact: string]: any}>} Health
 */
export {};
