"""The garbage of a batch goes with the batch."""

from __future__ import annotations

import gc
import weakref

from coalition_data.batched.garbage import seldom_collected


class Node:
    """Refers to itself, as a token and its document do."""

    def __init__(self) -> None:
        self.itself = self


def test_what_outlives_a_look_inside_is_gone_after_the_batch() -> None:
    watched: list[weakref.ref[Node]] = []
    for _ in range(3):
        with seldom_collected():
            node = Node()
            watched.append(weakref.ref(node))
            gc.collect(0)
            gc.collect(1)
            del node
    assert [ref() for ref in watched] == [None] * 3
    assert gc.get_freeze_count() == 0


def test_thresholds_are_put_back_after_a_failure() -> None:
    before = gc.get_threshold()
    try:
        with seldom_collected(), seldom_collected():
            raise ValueError
    except ValueError:
        pass
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
