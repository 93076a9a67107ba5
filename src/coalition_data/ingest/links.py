"""Reader of lists of addresses, one a line; lines that begin with ``#`` and blank ones are passed over."""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.addresses import is_web_address
from coalition_data.ingest.encoding import decode_text
from coalition_data.ingest.reader import STAGE, Item, Listed, SourceFile
from coalition_data.records import SetAside


class LinksReader:
    """A list of URLs: each is a page to fetch."""

    kinds = frozenset({"urls"})

    def read(self, file: SourceFile) -> Iterator[Item | Listed]:
        """The addresses in their order; a line that is none is set aside.

        Raises:
            InputError: it is no text.
        """
        for number, line in enumerate(decode_text(file.read(), file.source_uri).text.splitlines(), start=1):
            entry = line.strip().lstrip("\ufeff")
            if not entry or entry.startswith("#"):
                continue
            if is_web_address(entry) and " " not in entry:
                yield Listed(entry)
            else:
                uri = f"{file.source_uri}#{number}"
                yield SetAside(uri, STAGE, "bad_address", f"{uri}: {entry[:100]!r} is no http(s) address")


def parse_links(data: bytes, name: str) -> tuple[Listed, ...]:
    """The addresses of a list that was fetched.

    Raises:
        InputError: it is no text.
    """
    lines = (line.strip() for line in decode_text(data, name).text.splitlines())
    return tuple(Listed(line) for line in lines if not line.startswith("#") and is_web_address(line))
