"""Make the sample site and serve it twice: with byte ranges as `coalition-data site --serve`, and without any."""

from __future__ import annotations

import functools
import shutil
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sample_release

from coalition_data.provenance import source_fingerprint
from coalition_data.release import Release, read_release
from coalition_data.site import find_bundle, make_server, write_site

RESULTS = Path(__file__).parent.parent / "results"


class _Plain(SimpleHTTPRequestHandler):
    """As `python3 -m http.server`, quiet."""

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not reported."""


def _release(folder: Path) -> Release:
    """The sample release; the gate takes its time, so the one of an earlier run of the same code stands."""
    made_by = source_fingerprint() + Path(sample_release.__file__).read_text("utf-8")
    note = folder / "made_by.txt"
    if not note.is_file() or note.read_text("utf-8") != made_by:
        shutil.rmtree(folder, ignore_errors=True)
        sample_release.write_release(folder)
        note.write_text(made_by, "utf-8")
    return read_release(folder / "releases")


def main() -> None:
    """Serve until killed."""
    ranged, plain = int(sys.argv[1]), int(sys.argv[2])
    release = _release(RESULTS / "data")
    # one folder down: nothing in the site may assume that it is at the root of a server
    site = write_site(release, find_bundle(), RESULTS / "data" / "served" / "explorer")
    handler = functools.partial(_Plain, directory=str(site.path))
    threading.Thread(target=ThreadingHTTPServer(("127.0.0.1", plain), handler).serve_forever, daemon=True).start()
    make_server(site.path.parent, ranged).serve_forever()


if __name__ == "__main__":
    main()
