"""Rules as data: what a rule file says, parsed once, frozen, templates not yet rendered."""
