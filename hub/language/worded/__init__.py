"""Questions about states, read word by word: every word must be known, their order may vary.

The templates of home-assistant-intents know few questions; people ask in many word orders. A
question moves nothing, so reading it from its words is safe as long as no word is left over.
"""

from hub.language.worded.reader import Reader

__all__ = ["Reader"]
