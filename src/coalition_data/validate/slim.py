"""Makes the import of Great Expectations a third shorter: what it needs for expectations that no suite has comes later.

Importing this module puts stand-ins in the place of those modules; each becomes the true one when it is used.
"""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # the import system looks for some, and asks for nothing of the module
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def import_later(*names: str) -> None:
    """Let modules be imported when they are first used, not when they are first named; imported ones stay as they are.

    Args:
        names: of modules; one that is not installed stays so.
    """
    for name in names:
        if name not in sys.modules and find_spec(name) is not None:
            sys.modules[name] = module = _Later(name)
            outer, _, inner = name.rpartition(".")
            if outer:
                setattr(importlib.import_module(outer), inner, module)


import_later("altair", "scipy.stats")  # charts in notebooks, and the comparison of distributions
