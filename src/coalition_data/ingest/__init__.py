"""First stage: bytes from files and folders, each with what a catalog says about it.

``read_sources`` is the stage; a new kind of source is a module with a ``Reader``, listed in ``sources.READERS``.
"""

from coalition_data.ingest.encoding import Decoded, decode_text
from coalition_data.ingest.reader import Reader, ReadResult
from coalition_data.ingest.sources import READERS, read_sources

__all__ = ["READERS", "Decoded", "ReadResult", "Reader", "decode_text", "read_sources"]
