"""The hash of an entry is over exactly the bytes that its documentation names."""

import hashlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hub.recorder.audit.chain import Row, hash_of

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    previous=texts,
    sequence=st.integers(0, 2**80),
    user_id=st.none() | texts,
    words=st.tuples(texts, texts, texts, texts),
)
def test_the_header_is_a_json_array_without_blanks(
    previous: str, sequence: int, user_id: str | None, words: tuple[str, str, str, str]
) -> None:
    at, kind, source, what = words
    row = Row(sequence, at, kind, user_id, source, what, "")
    facts: list[Any] = [previous, sequence, at, kind, user_id, source]
    header = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    assert hash_of(row, previous) == hashlib.sha256(f"{header}\n{what}".encode()).hexdigest()
