"""The command that writes and serves the explorer."""

from __future__ import annotations

from pathlib import Path

import click

from coalition_data.cli_options import data_dir_option, release_option
from coalition_data.remote.address import DataDir, is_address

PORT = 8765


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; an earlier site there is replaced.  [default: site in the data folder; of "
    "data in an object store, in the current one]",
)
@click.option("--serve", is_flag=True, help="Serve it on this machine, until it is stopped with Ctrl+C.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="For --serve.")
@release_option
@data_dir_option
def site(out: Path | None, serve: bool, port: int, version: str | None, data_dir: DataDir) -> None:
    """Write a static site: a release with an explorer to search, read and query it in a browser.

    Any static file server can serve the folder; nothing in it calls another host.
    """
    from coalition_data.remote.reading import find_release  # noqa: PLC0415 - DuckDB
    from coalition_data.site import find_bundle, write_site  # noqa: PLC0415

    folder = out or (Path("site") if is_address(data_dir) else Path(data_dir) / "site")
    written = write_site(find_release(data_dir, version), find_bundle(), folder)
    click.echo(f"{written.path}: release {written.version}")
    if serve:
        _serve(written.path, port)


def _serve(folder: Path, port: int) -> None:
    from coalition_data.site import make_server  # noqa: PLC0415

    with make_server(folder, port) as server:
        host, bound = server.server_address[:2]
        click.echo(f"http://{host!s}:{bound}/  (Ctrl+C stops it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo()


COMMANDS = (site,)
