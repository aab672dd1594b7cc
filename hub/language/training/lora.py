"""LoRA training: batches of examples, the loss on what the model has to say, checkpoints.

Needs the extra `train`; nothing that the hub runs imports this module. It runs on the CPU, and on
a GPU where torch finds one.
"""

import math
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import torch

from hub.home.errors import HubError
from hub.language.training.adapter_file import read_adapter, write_adapter
from hub.language.training.base_model import adapter_of, load_base, put_adapter, with_lora
from hub.language.training.examples import examples
from hub.language.training.settings import Tell, TrainSettings
from hub.record import record

_CHECKPOINT = "checkpoint.pt"
# Examples sorted by length among so many batches waste little on padding.
_BATCHES_SORTED = 16
# The first tokens say what to do; they are harder than the names that are copied after them.
_HEAD, _HEAD_WEIGHT = 3, 2.0
_DECAY = 0.0
_LARGEST_NORM = 1.0
_LEAST_RATE = 0.05


@record(frozen=True, slots=True)
class _Tokens:
    """The tokens of one example, and where what the model has to say begins."""

    ids: tuple[int, ...]
    said_from: int


def train(settings: TrainSettings, *, tell: Tell) -> Path:
    """Train an adapter and return where it was written; goes on from a checkpoint if there is one.

    Raises:
        HubError: The checkpoint was made with other settings.
    """
    settings.folder.mkdir(parents=True, exist_ok=True)
    tell("loading the base model")
    model, tokenizer = load_base(settings.model_path)
    model = with_lora(model, rank=settings.rank, alpha=settings.alpha, seed=settings.seed)
    if settings.start_from is not None:
        put_adapter(model, read_adapter(settings.start_from))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model.to(device)
    return _Training(settings, model, tokenizer, device, tell).run()


class _Training:
    def __init__(
        self, settings: TrainSettings, model: Any, tokenizer: Any, device: str, tell: Tell
    ) -> None:
        self._settings = settings
        self._model = model
        self._tokenizer = tokenizer
        self._device = device
        self._tell = tell
        self._weights = [w for w in model.parameters() if w.requires_grad]
        self._optimizer = torch.optim.AdamW(
            self._weights, lr=settings.rate, betas=(0.9, 0.98), weight_decay=_DECAY
        )
        self._step = 0

    def run(self) -> Path:
        """Train from the checkpoint, or from the start, to the last step."""
        settings = self._settings
        self._resume()
        started, begun_at, total = time.monotonic(), self._step, 0.0
        since = self._step
        batches = islice(self._batches(settings.seed), self._step, settings.steps)
        for batch in batches:
            total += self._learn(batch)
            self._step += 1
            if self._step % settings.tell_every == 0:
                pace = (time.monotonic() - started) / (self._step - begun_at)
                left = pace * (settings.steps - self._step) / 60
                loss = total / (self._step - since)
                self._tell(
                    f"step {self._step}/{settings.steps}  loss {loss:.4f}  "
                    f"{settings.batch / pace:.1f} examples/s  {left:.0f} min left"
                )
                total, since = 0.0, self._step
            if self._step % settings.save_every == 0:
                self._save()
        self._save()
        return settings.adapter_path

    def _learn(self, batch: list[_Tokens]) -> float:
        rate = self._settings.rate * _schedule(self._step, self._settings)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        loss = self._loss(batch)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        torch.nn.utils.clip_grad_norm_(self._weights, _LARGEST_NORM)
        self._optimizer.step()
        return float(loss.detach())

    def _loss(self, batch: list[_Tokens]) -> Any:
        """Return the mean loss per token said; the vocabulary is only weighed where it counts."""
        longest = max(len(one.ids) for one in batch)
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.long)
        rows, columns, wanted, weights = [], [], [], []
        for row, one in enumerate(batch):
            ids[row, : len(one.ids)] = torch.tensor(one.ids)
            mask[row, : len(one.ids)] = 1
            for at in range(one.said_from, len(one.ids)):
                rows.append(row)
                columns.append(at - 1)
                wanted.append(one.ids[at])
                weights.append(_HEAD_WEIGHT if at < one.said_from + _HEAD else 1.0)
        with torch.autocast(self._device, torch.bfloat16):
            base = self._model.get_base_model()
            hidden = base.model(
                input_ids=ids.to(self._device), attention_mask=mask.to(self._device)
            ).last_hidden_state
            logits = base.lm_head(hidden[rows, columns]).float()
        each = torch.nn.functional.cross_entropy(
            logits, torch.tensor(wanted).to(self._device), reduction="none"
        )
        weight = torch.tensor(weights).to(self._device)
        return (each * weight).sum() / weight.sum()

    def _batches(self, seed: int) -> Iterator[list[_Tokens]]:
        stream = examples(seed)
        size = self._settings.batch
        order = torch.Generator().manual_seed(seed)
        while True:
            taken = (self._tokens(e.prompt, e.completion) for e in stream)
            pool = sorted(islice(taken, size * _BATCHES_SORTED), key=lambda one: len(one.ids))
            for at in torch.randperm(_BATCHES_SORTED, generator=order).tolist():
                yield pool[at * size : (at + 1) * size]

    def _tokens(self, prompt: str, completion: str) -> _Tokens:
        before = self._tokenizer.encode(prompt)
        after = self._tokenizer.encode(completion, add_special_tokens=False)
        return _Tokens((*before, *after), len(before))

    def _save(self) -> None:
        state = {
            "settings": self._settings.fixed(),
            "step": self._step,
            "weights": [w.detach().cpu() for w in self._weights],
            "optimizer": self._optimizer.state_dict(),
        }
        path = self._settings.folder / _CHECKPOINT
        unfinished = path.with_suffix(".unfinished")
        torch.save(state, unfinished)
        unfinished.replace(path)
        name = f"Lares adapter, seed {self._settings.seed}, step {self._step}"
        write_adapter(
            self._settings.adapter_path,
            adapter_of(self._model, alpha=self._settings.alpha, name=name),
        )
        self._tell(f"saved at step {self._step}")

    def _resume(self) -> None:
        path = self._settings.folder / _CHECKPOINT
        if not path.exists():
            return
        state = torch.load(path, map_location="cpu", weights_only=True)
        if state["settings"] != self._settings.fixed():
            raise HubError(
                f"{path} was made with other settings ({state['settings']}); "
                "choose another folder or the same settings"
            )
        with torch.no_grad():
            for weight, saved in zip(self._weights, state["weights"], strict=True):
                weight.copy_(saved)
        self._optimizer.load_state_dict(state["optimizer"])
        self._step = state["step"]
        self._tell(f"going on from step {self._step}")


def _schedule(step: int, settings: TrainSettings) -> float:
    """Return the share of the full learning rate: a short rise, then half a cosine."""
    if step < settings.warm_up:
        return (step + 1) / settings.warm_up
    done = (step - settings.warm_up) / max(1, settings.steps - settings.warm_up)
    return _LEAST_RATE + (1 - _LEAST_RATE) * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))
