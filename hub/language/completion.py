"""What passes between the planner and whoever completes prompts: the worker, or a script."""

import math
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from hub.home.errors import HubError


class ModelUnavailable(HubError):
    """The language model gives no answer now; `reason` completes "it is ..." or "it ..."."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the language model is not available right now ({reason})")


class Completion(BaseModel):
    """A text decoded under a grammar; the fields are those of `decoder.Decoded`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    complete: bool = True
    sum_logprob: float = 0.0
    mean_logprob: float = 0.0
    legal_logprob: float = 0.0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    chosen_tokens: int = 0
    forced_tokens: int = 0
    prompt_ms: float = 0.0
    decode_ms: float = 0.0

    @property
    def confidence(self) -> float:
        """The probability of the text among all that the grammar allows, 0..1."""
        return min(1.0, math.exp(min(0.0, self.legal_logprob)))

    @property
    def own_confidence(self) -> float:
        """The probability of the chosen tokens among all, which a trained model means, 0..1.

        Where the grammar leaves little choice, `confidence` is high whatever the model thinks.
        """
        return math.exp(min(0.0, self.legal_logprob, self.sum_logprob))


class Completer(Protocol):
    """Completes prompts."""

    async def complete(
        self, prompt: str, grammar: str, *, max_tokens: int, timeout_s: float
    ) -> Completion:
        """Return the likeliest text after `prompt` that `grammar` allows.

        Raises:
            ModelUnavailable: it cannot be had now, or not within `timeout_s`.
        """
