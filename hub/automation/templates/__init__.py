"""Templates in Home Assistant's dialect of Jinja, over the home, within limits."""

from hub.automation.templates.home_templates import HomeTemplates as HomeTemplates
