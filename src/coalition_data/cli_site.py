"""The command that writes and serves the explorer."""

from __future__ import annotations

from pathlib import Path

import click

from coalition_data.cli_options import data_dir_option, release_option

PORT = 8765


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to; an earlier site there is replaced.  [default: site in the data folder]",
)
@click.option("--serve", is_flag=True, help="Serve it on this machine, until it is stopped with Ctrl+C.")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="For --serve.")
@release_option
@data_dir_option
def site(out: Path | None, serve: bool, port: int, version: str | None, data_dir: Path) -> None:
    """Write a static site: a release with an explorer to search, read and query it in a browser.

    Any static file server can serve the folder; nothing in it calls another host.
    """
    from coalition_data.release import read_release  # noqa: PLC0415 - DuckDB
    from coalition_data.site import find_bundle, write_site  # noqa: PLC0415

    written = write_site(read_release(data_dir / "releases", version), find_bundle(), out or data_dir / "site")
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
