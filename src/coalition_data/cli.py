"""The command line. Prefect, Great Expectations, spaCy and DuckDB are imported by the commands that use them."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any

import click

from coalition_data.cli_options import (
    DATA_DIR,
    TABLE_FORMATS,
    data_dir_option,
    format_option,
    output_option,
    params_option,
    release_option,
)
from coalition_data.cli_release import COMMANDS as RELEASE_COMMANDS
from coalition_data.cli_site import COMMANDS as SITE_COMMANDS
from coalition_data.cli_sources import COMMANDS as SOURCE_COMMANDS
from coalition_data.errors import CoalitionDataError
from coalition_data.remote.address import DataDir, is_address

QUERY_EXAMPLE = "select speaker_name, count(*) as quotes from quotes group by all order by 2 desc limit 5"


class _Commands(click.Group):
    """Turns the project's errors into a message and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except CoalitionDataError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # The reader (head, less) has seen enough; nothing may be written any more, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="coalition-data")
def main() -> None:
    """Who met whom, who promised what, who said what: tables from news, with the words that support every row."""


@main.command()
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(),
    help="File, folder, sources.yml, or web address of a page or feed; may be given several times.  "
    "[default: ingest.sources in the settings]",
)
@data_dir_option
@params_option
@click.option("--allow-shrink", is_flag=True, help="Release even if a table loses more than a fifth of its rows.")
def run(sources: tuple[str, ...], data_dir: DataDir, params: Path | None, allow_shrink: bool) -> None:
    """Run the whole flow: from sources to a gated, versioned release.

    Exit code 1: the gate found errors, or a stage could not run; there is then no new release. Told to stop (TERM,
    INT), it ends within seconds with 143 or 130; finished batches are kept.
    """
    from coalition_data.remote.exchange import unchanged_so_far  # noqa: PLC0415 - help comes at once without it
    from coalition_data.run import plan_run, require_sources  # noqa: PLC0415
    from coalition_flows.stopping import stoppable  # noqa: PLC0415

    with stoppable():
        plan = plan_run(sources, data_dir, params, allow_shrink=allow_shrink)
        require_sources(plan)
        outcome = unchanged_so_far(plan) or _run_flow(sources, data_dir, params, allow_shrink=allow_shrink)
    _print_outcome(outcome, data_dir)


def _run_flow(
    sources: tuple[str, ...], data_dir: DataDir, params: Path | None, *, allow_shrink: bool
) -> dict[str, Any]:
    from coalition_data.run import local_folder  # noqa: PLC0415
    from coalition_flows.environment import prepare_prefect, require_server  # noqa: PLC0415 - only runs need Prefect

    prepare_prefect(local_folder(data_dir))
    require_server()
    click.echo("starting Prefect (10 to 20 seconds where no server runs)", err=True)
    from coalition_flows.release import release_flow  # noqa: PLC0415

    return release_flow(
        source=list(sources) or None,
        data_dir=str(data_dir),
        params=None if params is None else str(params),
        allow_shrink=allow_shrink,
    )


def _print_outcome(outcome: dict[str, Any], data_dir: DataDir) -> None:
    state = "new release" if outcome["is_new"] else "nothing changed since release"
    click.echo(f"\n{state} {outcome['version']}: {outcome['path']}")
    for name, count in outcome["row_counts"].items():
        click.echo(f"  {name:<9} {count:>7,} rows")
    if outcome["set_aside"]:
        click.echo(f"  set aside {outcome['set_aside']:>7,} inputs; `coalition-data inputs` tells why")
    typed = Path(sys.argv[0])
    command = "coalition-data" if typed.is_absolute() else typed  # as `make` calls it: .venv/bin/coalition-data
    option = "" if str(data_dir) == DATA_DIR else f" --data-dir {data_dir}"
    click.echo(f'\na first query to try:\n  {command} query{option} "{QUERY_EXAMPLE}"')


@main.command()
@click.argument("file", type=click.File("rb"))
@click.option("--published-on", type=click.DateTime(["%Y-%m-%d"]), help="Date of publication, YYYY-MM-DD.")
@click.option("--url", help="Where the article was published.")
@click.option("--title", help="Headline, where the file does not hold it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@params_option
def extract(
    file: Any, published_on: dt.datetime | None, url: str | None, title: str | None, as_json: bool, params: Path | None
) -> None:
    """Extract the rows of one article, plain text or HTML (FILE, or - for standard input)."""
    import dataclasses  # noqa: PLC0415 - the parser's imports take more than a second
    import hashlib  # noqa: PLC0415

    from coalition_data.api import extract_document  # noqa: PLC0415
    from coalition_data.ingest.contents import HEAD, kind_of  # noqa: PLC0415
    from coalition_data.records import CatalogEntry, RawDocument  # noqa: PLC0415
    from coalition_data.settings import load_settings, require_model  # noqa: PLC0415
    from coalition_data.show import print_extracted, to_json  # noqa: PLC0415

    settings = load_settings(params) if params else None
    if settings is not None:
        require_model(settings.annotate.model, str(params))

    data = file.read()
    entry = CatalogEntry(url=url, published_on=published_on.date() if published_on else None, title=title)
    name = Path(str(file.name)).name
    media_type = "text/html" if kind_of(data[:HEAD], name) == "html" else "text/plain"
    document = RawDocument(name, data, hashlib.sha256(data).hexdigest(), entry, media_type)
    result = extract_document(document, settings)
    if as_json:
        click.echo(to_json(dataclasses.asdict(result), indent=2))
    else:
        print_extracted(result)


@main.command()
@click.argument("sql")
@release_option
@format_option(*TABLE_FORMATS, text="How the result is printed.")
@output_option
@data_dir_option
def query(sql: str, version: str | None, form: str, output: Path | None, data_dir: DataDir) -> None:
    """Run one SQL query over a release.

    The views are articles, meetings, pledges and quotes. The query can read them and nothing else.
    """
    from coalition_data.query import open_release, run_query  # noqa: PLC0415 - DuckDB
    from coalition_data.show import write_result  # noqa: PLC0415

    with open_release(_release_tables(data_dir, version)) as connection:
        write_result(run_query(connection, sql), form, output)


def _release_tables(data_dir: DataDir, version: str | None) -> DataDir:
    """Where the tables of a release lie; those of one in an object store stay there."""
    from coalition_data.remote.reading import find_release  # noqa: PLC0415

    release = find_release(data_dir, version, whole=False)
    return f"{data_dir}/releases/{release.version}" if is_address(data_dir) else release.path


@main.command()
@data_dir_option
def releases(data_dir: DataDir) -> None:
    """List the releases, oldest first.

    Exit code 1: one cannot be read; the others are listed.
    """
    from coalition_data.remote.reading import find_releases  # noqa: PLC0415

    found, broken = find_releases(data_dir)
    if not found and not broken:
        click.echo(f"there is no release in {data_dir}/releases; `coalition-data run` makes one")
    for release in found:
        counts = ", ".join(f"{count:,} {name}" for name, count in release.row_counts.items())
        click.echo(f"{release.version}  {counts}")
    for error in broken:
        click.echo(f"error: {error}", err=True)
    if broken:
        raise SystemExit(1)


@main.command()
@click.argument("version", required=False)
@data_dir_option
def verify(version: str | None, data_dir: DataDir) -> None:
    """Check a release: hashes, schema, foreign keys.  [default: the latest]

    Exit code 1: something is wrong with it.
    """
    from coalition_data.release import verify_release  # noqa: PLC0415
    from coalition_data.remote.reading import find_release  # noqa: PLC0415

    release = find_release(data_dir, version, checked=False)
    problems = verify_release(release)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)
    click.echo(f"{release.version}: hashes, schema and foreign keys are right")


@main.command()
@click.argument("table", required=False, type=click.Choice(["articles", "meetings", "pledges", "quotes"]))
def schema(table: str | None) -> None:
    """Print the data dictionary, of all tables or of TABLE."""
    from coalition_data.schema.dictionary import dictionary, dictionary_document  # noqa: PLC0415
    from coalition_data.schema.tables import TABLES  # noqa: PLC0415

    click.echo(dictionary(TABLES[table]) if table else dictionary_document())


@main.command()
@click.argument("name")
@data_dir_option
@params_option
def stage(name: str, data_dir: DataDir, params: Path | None) -> None:
    """Run one stage of the pipeline by itself, as DVC does.

    NAME is one of fetch, ingest, clean, annotate, extract, link, validate, release; each reads what those before it
    wrote.
    """
    from coalition_data.pipeline import stage_named  # noqa: PLC0415
    from coalition_data.remote.exchange import only_run  # noqa: PLC0415
    from coalition_data.run import plan_run  # noqa: PLC0415

    chosen = stage_named(name)
    plan = plan_run(data_dir=data_dir, params=params)
    with only_run(plan) as exchange:
        exchange.before(chosen, alone=True)
        report = chosen.run(plan.workspace, plan.settings)
        exchange.after(chosen)
    counts = ", ".join(f"{count} {kind}" for kind, count in report.counts.items())
    aside = f", {len(report.set_aside)} set aside" if report.set_aside else ""
    click.echo(f"{name}: {counts}{aside}")


@main.command()
@data_dir_option
@params_option
@click.option("--cron", help="When to run.  [default: every day at 04:30, UTC]")
def serve(data_dir: DataDir, params: Path | None, cron: str | None) -> None:
    """Run the flow on a schedule, and whenever a Prefect server asks for it.

    Needs a running server: `PREFECT_SERVER_ANALYTICS_ENABLED=false prefect server start` in another terminal (without
    the variable it reports to Prefect's makers); PREFECT_API_URL says where, by default on this machine at Prefect's
    own port. Stopping this command pauses the schedule.
    """
    from coalition_data.run import local_folder  # noqa: PLC0415
    from coalition_flows.environment import prepare_prefect, require_server  # noqa: PLC0415 - only runs need Prefect

    prepare_prefect(local_folder(data_dir), needs_server=True)
    require_server()
    from coalition_flows.deployment import serve_release  # noqa: PLC0415

    serve_release(str(data_dir), None if params is None else str(params), cron)


for _command in (*RELEASE_COMMANDS, *SITE_COMMANDS, *SOURCE_COMMANDS):
    main.add_command(_command)
