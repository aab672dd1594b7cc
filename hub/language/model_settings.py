"""What can be configured about the language model."""

from pathlib import Path

from hub.language.model_files import shipped_adapter
from hub.record import record


@record(frozen=True, slots=True)
class ModelSettings:
    """How the model is loaded, how long it may take, and when it is believed.

    `model_path`: None for the default model, which comes with an adapter of its own unless
    `adapter_path` names another; any adapter is taken for one that `hub.language.training` made
    and gets its prompt. `threads`: None for all cores but one (llama.cpp
    gets several times slower when it has to share its cores). `timeout_s` leaves room for an
    honest reply within two seconds. `threshold`: a plan less probable than this among the legal
    ones becomes a question; 1 reads every plan of the model back (`make bench-language` shows
    what other thresholds would come to). `ask_from`: an order less probable than this, of a
    trained model, is not even asked about: what is right lies above, stories lie below.
    `selected`: how many devices are looked at; `candidates`: how many of those that the sentence
    mentions the model is shown; reading one costs about 10 tokens, at 100 to 200 tokens a second.
    `socket`: where a worker listens that is a service of its own; None starts one as a child.
    """

    socket: Path | None = None
    model_path: Path | None = None
    adapter_path: Path | None = None
    adapter_scale: float = 1.0
    threads: int | None = None
    context: int = 2048
    timeout_s: float = 1.8
    threshold: float = 1.0
    ask_from: float = 0.8
    selected: int = 100
    candidates: int = 10
    max_tokens: int = 40
    max_waiting: int = 4
    enabled: bool = True

    @property
    def adapter(self) -> Path | None:
        """The adapter to load, if any."""
        if self.adapter_path is not None or self.model_path is not None:
            return self.adapter_path
        return shipped_adapter()
