"""Looking over rules before they run: what fights, loops, can never fire, or names nothing."""

from hub.automation.checking.finding import Finding, Known, Severity
from hub.automation.checking.looking_over import check

__all__ = ["Finding", "Known", "Severity", "check"]
