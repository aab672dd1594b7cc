/** What new rules begin with. */

/** @type {Record<import('./rulebook.js').Kind, string>} */
export const TEMPLATES = {
  automation: `alias: ""
triggers:
  - trigger: sun
    event: sunset
conditions: []
actions:
  - action: light.turn_on
    target:
      entity_id: light.
mode: single
`,
  script: `my_script:
  alias: ""
  sequence:
    - action: light.turn_on
      target:
        entity_id: light.
`,
  scene: `name: ""
entities:
  light.:
    state: "on"
`,
};
