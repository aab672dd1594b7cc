"""What was heard, made into the sentence that was meant: from speech to text to a plan.

Speech to text writes fillers, doubles phrases, invents thanks where nobody spoke, and takes a word
for another that sounds alike. `noise` tells what nobody said, `tidying` and `homophones` write a
sentence as people type it, `repairing` finds sentences that sound alike in the words that may be
said here (`vocabulary`, `word_order`), and `HeardPlanner` takes the reading that makes sense, or
asks.
"""

from hub.language.heard.care import Care, cared_for
from hub.language.heard.choosing import HeardPlanner
from hub.language.heard.hints import hints_of
from hub.language.heard.noise import is_noise
from hub.language.heard.tidying import tidied

__all__ = ["Care", "HeardPlanner", "cared_for", "hints_of", "is_noise", "tidied"]
