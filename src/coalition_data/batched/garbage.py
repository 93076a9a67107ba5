"""When Python looks for garbage that refers to itself, while a stage works."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 20_000
"""Made before Python looks; by itself it does after 700, and an article has more tokens, which know their document."""

LOOKS = 5
"""Before older objects are looked at as well: a hundred thousand and more, some ten megabytes."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look seldom, and not at what stands already: models and lexicons are a million objects, and they stay."""
    if gc.get_freeze_count():  # the whole stage does so
        yield
        return
    thresholds = gc.get_threshold()
    gc.collect(1)  # what is garbage already would be kept with what stands
    gc.freeze()
    gc.set_threshold(OBJECTS, LOOKS, LOOKS)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.collect()  # the batch's own garbage alone: the next batch would keep it
        gc.unfreeze()
