"""Puts the built explorer into the wheel, beside the package, where `make site` has built it."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = Path("web") / "dist"
PACKAGED = "coalition_data_explorer"  # as coalition_data.site.bundle looks for it


class ExplorerHook(BuildHookInterface):
    """Adds ``web/dist`` to wheels; wheels built without it are whole but for the command ``site``."""

    def initialize(self, version, build_data):
        """Called by hatchling before it builds."""
        if version == "standard" and (Path(self.root) / BUILT / "index.html").is_file():
            build_data["force_include"][str(Path(self.root) / BUILT)] = PACKAGED
