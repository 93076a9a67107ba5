"""Pages over the network: asked for politely, from public addresses only, and kept byte for byte.

``Client`` fetches one address, ``Archive`` keeps what came. What to fetch is decided in ``ingest.collect``.
"""

from coalition_data.fetch.archive import Archive
from coalition_data.fetch.client import Client, Fetched, open_client
from coalition_data.fetch.policy import FetchPolicy

__all__ = ["Archive", "Client", "FetchPolicy", "Fetched", "open_client"]
