"""The trained ranker: regression trees saved as plain arrays, evaluated with numpy.

No training library is needed to run it, and the same input gives the same bits on every machine with the same numpy.
``benchmarks/train_quotes.py`` trains it and writes the files of ``model/``.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from coalition_data.errors import ModelError

_DEPTH_LIMIT = 64


@dataclass(frozen=True)
class Forest:
    """Boosted regression trees.

    Attributes:
        columns: where each of its features stands in the rows of the caller.
        roots: index of the first node of each tree.
        feature, threshold, left, right, value: one entry a node; a leaf points to itself.
    """

    columns: npt.NDArray[np.int32]
    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    depth: int

    def score(self, rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Sum of the trees' values for each row."""
        if not len(rows):
            return np.zeros(0)
        rows = rows[:, self.columns]
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        index = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[index, self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        scores: npt.NDArray[np.float64] = self.value[node].sum(axis=1, dtype=np.float64)
        return scores


@lru_cache(maxsize=4)
def load_forest(name: str, names: tuple[str, ...]) -> Forest:
    """The forest ``model/<name>.npz``.

    Args:
        name: ``source``, ``keep`` or ``indirect``.
        names: the features that the caller computes, in order; the model may use fewer.

    Raises:
        ModelError: the file is missing or was trained on a feature that is no more.
    """
    advice = "retrain it with `python benchmarks/train_quotes.py`"
    path = files("coalition_data.extract.quotes").joinpath("model", f"{name}.npz")
    if not path.is_file():
        raise ModelError(f"the quote model {name}.npz is missing", advice)
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
        places = {entry: place for place, entry in enumerate(names)}
        trained = [str(entry) for entry in arrays["names"]]
        unknown = [entry for entry in trained if entry not in places]
        if unknown:
            raise ModelError(f"the quote model {name}.npz asks for unknown features: {', '.join(unknown)}", advice)
        return Forest(
            columns=np.array([places[entry] for entry in trained], dtype=np.int32),
            roots=arrays["roots"],
            feature=arrays["feature"],
            threshold=arrays["threshold"],
            left=arrays["left"],
            right=arrays["right"],
            value=arrays["value"],
            depth=min(int(arrays["depth"]), _DEPTH_LIMIT),
        )
