"""Arrays as bytes that a memory can keep, told by what they were made from."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
DAMAGED = (BadZipFile, ValueError, OSError, EOFError, KeyError)
"""What numpy raises for bytes that are no archive of arrays, or half of one."""


def digest(version: int, *texts: Iterable[str]) -> bytes:
    """Thirty-two bytes that change with the version, any text or their order."""
    content = "\0".join([str(version), *("\n".join(several) for several in texts)])
    return sha256(content.encode("utf-8", "surrogatepass")).digest()


def pack(made_from: bytes, arrays: Arrays, *, small: bool = False) -> bytes:
    """Arrays under the digest of what they were made from; `small` ones take less room and more time."""
    file = BytesIO()
    (np.savez_compressed if small else np.savez)(file, allow_pickle=False, **arrays)
    return made_from + file.getvalue()


def unpack(made_from: bytes, content: bytes | None) -> dict[str, NDArray[Any]] | None:
    """The arrays, or None where there are none, they were made from something else, or the bytes are damaged."""
    if not content or not content.startswith(made_from):
        return None
    try:
        with np.load(BytesIO(content[len(made_from) :]), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except DAMAGED:
        return None


def as_array(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Texts without line breaks as bytes."""
    return np.frombuffer("\n".join(texts).encode("utf-8", "surrogatepass"), np.uint8)


def as_texts(array: NDArray[Any]) -> list[str]:
    """The texts again."""
    return array.tobytes().decode("utf-8", "surrogatepass").split("\n")


def single(array: NDArray[Any]) -> NDArray[np.float32]:
    """An array in single precision, which is what is computed with."""
    return array.astype(np.float32, copy=False)
