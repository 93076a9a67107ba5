"""Modules that are imported when something of them is first used."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from coalition_data.validate import slim

slim.import_later("colorsys", "xml.sax.saxutils", "no_module_of_this_name")
import colorsys as colours
from xml.sax import saxutils

assert isinstance(sys.modules["colorsys"], slim._Later), "imported before it is used"
assert "no_module_of_this_name" not in sys.modules
assert not hasattr(colours, "no_such_thing")
assert colours.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
assert saxutils.escape("<") == "&lt;"
import colorsys

assert not isinstance(colorsys, slim._Later), "the true module is not in its place"
import scipy.stats

assert scipy.stats.norm.cdf(0) == 0.5
"""


def test_a_stand_in_becomes_the_module_when_it_is_used() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
