"""Data in an object store: ``--data-dir s3://bucket/prefix``, and whatever else fsspec has a filesystem for.

Stages work on local files: DuckDB, Great Expectations, locks and renames in one step need them. So a run with an
address has a work folder on its machine (``address.work_folder``) that mirrors the store, file by file:

- Before a run, what it needs and what is not there already comes in: the archive, the candidate tables, the registry,
  the last release; before a stage with batches, the kept batches of its fingerprint. The store is right: a local
  release that it does not know was never published and is removed.
- In a run a finished batch of any stage goes out at once, its ``batch.json`` last, by the worker that made it; a stage
  run by itself sends what it made at its end. Batches are named by what went in and never change, so a worker on
  another machine needs nothing but the address, and what a killed run had finished is there for the next one, wherever
  that runs. One that is damaged is made again and sent again.
- After each stage its outputs go out. A release goes out file by file, is read back and compared with its
  ``SHA256SUMS``; then ``manifest.json`` makes it visible, by a put that fails where there is one; ``latest`` moves
  last. Without a manifest there is no release: every reader passes over what a killed upload left.
- What is brought stays in its folder: an address that holds a name with ``..`` or the like is refused (``files``).
- One run at a time: ``.run.lock`` is made by a conditional put and renewed while its run lives (``lock``).

Readers (``reading``) have a folder of their own beside the work folder and see published releases only; ``query``
reads the tables where they are.

Credentials, region and endpoint come from where the filesystem's library looks for them (for S3 ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_ENDPOINT_URL``, a profile, an instance's role), and retries are the library's.
"""
