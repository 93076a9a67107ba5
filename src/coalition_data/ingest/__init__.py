"""First stages: find what the sources name, fetch what lies on the web, read everything byte for byte.

``fetch_sources`` asks the network and fills the archive; ``iterate_inputs`` reads files and the archive. A new kind of
content is a module with a ``Reader``, listed in ``sources.READERS``.
"""

from coalition_data.ingest.collect import fetch_sources, has_pages
from coalition_data.ingest.declaration import Source, list_declared, read_declaration, resolve_sources
from coalition_data.ingest.encoding import Decoded, decode_text
from coalition_data.ingest.reader import Item, Reader, ReadResult
from coalition_data.ingest.sources import READERS, fingerprint_inputs, iterate_inputs, read_sources

__all__ = [
    "READERS",
    "Decoded",
    "Item",
    "ReadResult",
    "Reader",
    "Source",
    "decode_text",
    "fetch_sources",
    "fingerprint_inputs",
    "has_pages",
    "iterate_inputs",
    "list_declared",
    "read_declaration",
    "read_sources",
    "resolve_sources",
]
