"""Grammar-constrained greedy decoding with llama.cpp; blocking, for the worker process only."""

import ctypes
import time
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from hub.language.llama import BATCH, LlamaModel, Vocabulary
from hub.language.prompt import PREFIX
from hub.record import record

# The legal tokens are looked for among this many likeliest first; the whole vocabulary
# (262k tokens) is only searched if none of these is legal.
LIKELIEST = 256
_TOKEN_DATA = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
_PRINTABLE = "".join(map(chr, range(32, 127))) + "\n"


class GrammarRejected(Exception):
    """The grammar cannot be read, or allows nothing."""


class BudgetSpent(Exception):
    """The time was up before anything could be decoded."""


class PromptTooLong(Exception):
    """The prompt leaves no room for the answer."""


@record(frozen=True, slots=True)
class Decoded:
    """What was decoded. Log-probabilities are natural; forced text counts as certain.

    `sum_logprob`, `mean_logprob`: of the chosen tokens among all tokens; `legal_logprob`: their
    sum among the legal ones. `cached_tokens` of `prompt_tokens` needed no reading.
    """

    text: str
    complete: bool
    sum_logprob: float
    mean_logprob: float
    legal_logprob: float
    prompt_tokens: int
    cached_tokens: int
    chosen_tokens: int
    forced_tokens: int
    prompt_ms: float
    decode_ms: float


class Decoder:
    """Decodes with a model, keeping what it has read for the next prompt that begins alike."""

    def __init__(self, model: LlamaModel) -> None:
        self._model = model

    def warm_up(self) -> None:
        """Read the prompts' common beginning, so that the first sentence is as fast as others."""
        self._model.read(self._model.vocabulary.tokenize(PREFIX, is_prompt=True))

    def complete(
        self, prompt: str, grammar: str, *, max_tokens: int, budget_s: float = 60.0
    ) -> Decoded:
        """Decode the likeliest text that `grammar` allows after `prompt`, token by token.

        After `budget_s` it stops where it is, and the text is not `complete`.

        Raises:
            GrammarRejected: the grammar cannot be read or leads nowhere.
            BudgetSpent: reading the prompt alone took longer than `budget_s`.
            PromptTooLong: prompt and answer do not fit the context.
        """
        started = time.perf_counter()
        tokens = self._model.vocabulary.tokenize(prompt, is_prompt=True)
        if len(tokens) + max_tokens > self._model.context:
            raise PromptTooLong(
                f"{len(tokens)} tokens do not fit a context of {self._model.context}"
            )
        deadline = started + budget_s
        cached = self._read(tokens, deadline)
        read = time.perf_counter()
        walk = GrammarWalk(self._model.vocabulary, grammar)
        try:
            chosen = self._decode(walk, max_tokens, deadline)
        finally:
            walk.close()
        return Decoded(
            text=self._model.vocabulary.text(walk.tokens),
            complete=walk.is_finished,
            sum_logprob=sum(raw for raw, _ in chosen),
            mean_logprob=sum(raw for raw, _ in chosen) / max(1, len(chosen)),
            legal_logprob=sum(legal for _, legal in chosen),
            prompt_tokens=len(tokens),
            cached_tokens=cached,
            chosen_tokens=len(chosen),
            forced_tokens=max(0, len(walk.tokens) - len(chosen)),
            prompt_ms=(read - started) * 1000,
            decode_ms=(time.perf_counter() - read) * 1000,
        )

    def _read(self, tokens: list[int], deadline: float) -> int:
        size = min(len(self._model.tokens), len(tokens) - 1)
        pairs = zip(self._model.tokens[:size], tokens, strict=False)
        same = next((at for at, (old, new) in enumerate(pairs) if old != new), size)
        self._model.keep(same)
        for start in range(same, len(tokens), BATCH):
            if time.perf_counter() > deadline:
                raise BudgetSpent("the time was spent while reading the prompt")
            self._model.read(tokens[start : start + BATCH])
        return same

    def _decode(
        self, walk: "GrammarWalk", max_tokens: int, deadline: float
    ) -> list[tuple[float, float]]:
        chosen: list[tuple[float, float]] = []
        while not walk.is_finished and len(walk.tokens) < max_tokens:
            if time.perf_counter() > deadline:
                break
            token, raw, legal = walk.choose(self._model.logits())
            chosen.append((raw, legal))
            new = walk.accept(token)
            if not walk.is_finished:
                self._model.read(new)
        return chosen


class GrammarWalk:
    """A walk through a grammar: which tokens are legal now, and which text is forced next."""

    def __init__(self, vocabulary: Vocabulary, grammar: str) -> None:
        self.tokens: list[int] = []
        self.is_finished = False
        self._vocabulary = vocabulary
        self._sampler = llama_cpp.llama_sampler_init_grammar(
            vocabulary.pointer, grammar.encode(), b"root"
        )
        if not self._sampler:
            raise GrammarRejected("llama.cpp cannot read the grammar")
        self._letters = self._single_letters(grammar)

    def close(self) -> None:
        """Free the grammar."""
        llama_cpp.llama_sampler_free(self._sampler)

    def accepts(self, text: str) -> bool:
        """Tell whether the grammar allows exactly `text`; the walk is used up by it."""
        for token in self._vocabulary.tokenize(text):
            if not np.isfinite(_mask(self._sampler, np.asarray([token]), np.zeros(1, "f4"))[0]):
                return False
            llama_cpp.llama_sampler_accept(self._sampler, token)
        ends = np.asarray([*self._vocabulary.ends])
        return bool(np.isfinite(_mask(self._sampler, ends, np.zeros(len(ends), "f4"))).any())

    def choose(self, logits: npt.NDArray[np.float32]) -> tuple[int, float, float]:
        """Return the likeliest legal token, its log-probability among all and among the legal."""
        likeliest = np.argpartition(logits, -LIKELIEST)[-LIKELIEST:]
        for ids in (likeliest, np.arange(len(logits))):
            masked = _mask(self._sampler, ids, logits[ids])
            best = int(np.argmax(masked))
            if np.isfinite(masked[best]):
                raw = float(logits[ids[best]] - _log_sum_exp(logits))
                return int(ids[best]), raw, float(masked[best] - _log_sum_exp(masked))
        raise GrammarRejected("the grammar allows nothing here")

    def accept(self, token: int) -> list[int]:
        """Take `token` and whatever text must follow it; return all the new tokens."""
        if token in self._vocabulary.ends:
            self.is_finished = True
            return []
        new = [token]
        llama_cpp.llama_sampler_accept(self._sampler, token)
        text, self.is_finished = self._forced_text()
        # A blank belongs to the word after it in this tokenizer: leave it to that word's token.
        text = text if self.is_finished else text.rstrip(" ")
        for forced in self._vocabulary.tokenize(text):
            llama_cpp.llama_sampler_accept(self._sampler, forced)
            new.append(forced)
        self.tokens += new
        return new

    def _forced_text(self) -> tuple[str, bool]:
        """Return the text that must come next, and whether nothing can follow it."""
        if not self._letters:
            return "", False
        text = ""
        ids = np.asarray([*self._letters, *self._vocabulary.ends], dtype=np.int32)
        probe = llama_cpp.llama_sampler_clone(self._sampler)
        try:
            while True:
                masked = _mask(probe, ids, np.zeros(len(ids), dtype=np.float32))
                legal = [int(token) for token in ids[np.isfinite(masked)]]
                letters = [token for token in legal if token in self._letters]
                if len(legal) > len(letters) or len(letters) != 1:
                    ways = [self._letters[token] for token in letters]
                    return (text if not letters else _whole_words(text, ways)), not letters
                text += self._letters[letters[0]]
                llama_cpp.llama_sampler_accept(probe, letters[0])
        finally:
            llama_cpp.llama_sampler_free(probe)

    def _single_letters(self, grammar: str) -> dict[int, str]:
        """Map the token of every letter the grammar may ask for; none if one has no token."""
        letters = {}
        for letter in {*_PRINTABLE, *grammar}:
            tokens = self._vocabulary.tokenize(letter)
            if len(tokens) != 1:
                return {}
            letters[tokens[0]] = letter
        return letters


def _whole_words(text: str, ways: list[str]) -> str:
    """Return `text` without the word that one of the letters in `ways` may go on.

    "turn o" is the beginning of "turn on" and of "turn off", but its tokens are not: a model that
    has to go on after them says things it does not mean.
    """
    if not any(letter.isalnum() for letter in ways):
        return text
    end = len(text)
    while end and text[end - 1].isalnum():
        end -= 1
    return text[:end]


def _mask(
    sampler: object, ids: npt.NDArray[np.signedinteger[Any]], logits: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Return `logits` with minus infinity where the grammar forbids the token."""
    data = np.zeros(len(ids), dtype=_TOKEN_DATA)
    data["id"], data["logit"] = ids, logits
    array = llama_cpp.llama_token_data_array(
        data=data.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_token_data)),
        size=len(ids),
        selected=-1,
        sorted=False,
    )
    llama_cpp.llama_sampler_apply(sampler, ctypes.byref(array))
    masked: npt.NDArray[np.float32] = data["logit"]
    return masked


def _log_sum_exp(logits: npt.NDArray[np.float32]) -> float:
    top = float(logits.max())
    return top + float(np.log(np.exp(logits - top).sum()))
