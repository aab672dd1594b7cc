"""A sandbox for Jinja templates that strangers wrote: bounded in time, in memory and in reach.

It knows nothing of homes: the MQTT integration renders the templates of devices in it, and
`hub.automation.templates` those of rules.
"""
