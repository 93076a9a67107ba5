"""Site: a release and an explorer for it as one folder of static files.

::

    site/index.html, assets/    the explorer, as `make site` builds it
    site/release/               the release's own files, unchanged
    site/views/                 the same rows in the orders in which the explorer reads them
    site/site.json              what the explorer needs to know before it opens a table
"""

from coalition_data.site.bundle import find_bundle
from coalition_data.site.folder import Site, write_site
from coalition_data.site.server import make_server

__all__ = ["Site", "find_bundle", "make_server", "write_site"]
