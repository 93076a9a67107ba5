"""Metadata that catalogues and search engines read, rendered from the declared tables.

``datapackage.json`` (Frictionless Data Package) and ``croissant.json`` (MLCommons Croissant 1.0). Frictionless has no
type for a list of structs: nested columns have type ``any``, and their fields stand in the description.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coalition_data.release.licence import DATA_LICENCE, DATA_LICENCE_URL
from coalition_data.release.manifest import DATASET_NAME, DATASET_TITLE
from coalition_data.schema.columns import Column, Table
from coalition_data.schema.tables import TABLES

MEDIA_TYPE = "application/vnd.apache.parquet"

DESCRIPTION = (
    "Who met whom, who promised what, and who said what, extracted from news articles, with the words that support "
    "every row."
)
KEYWORDS = ("diplomacy", "Islamic State", "coalition", "meetings", "pledges", "quotations", "news")

_FRICTIONLESS_TYPES = {
    "string": "string",
    "date": "date",
    "int32": "integer",
    "float64": "number",
    "decimal(18,2)": "number",
    "list<string>": "any",
    "list<struct>": "any",
}

_CROISSANT_TYPES = {
    "string": "sc:Text",
    "date": "sc:Date",
    "int32": "sc:Integer",
    "float64": "sc:Float",
    "decimal(18,2)": "sc:Float",
    "list<string>": "sc:Text",
}

_CROISSANT_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def citation(manifest: Mapping[str, Any]) -> str:
    """How a release is cited, in one line; version and hash say exactly which tables are meant."""
    year = str(manifest["released_on"])[:4]
    digest = str(manifest["content_sha256"])[:16]
    return f"{DATASET_TITLE}. {DATASET_NAME}, version {manifest['version']} ({year}). Content {digest}."


def datapackage(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The content of ``datapackage.json``."""
    return {
        "profile": "data-package",
        "name": DATASET_NAME,
        "title": DATASET_TITLE,
        "description": DESCRIPTION,
        "version": manifest["version"],
        "created": f"{manifest['released_on']}T00:00:00Z",
        "keywords": list(KEYWORDS),
        "licenses": [{"name": DATA_LICENCE, "path": DATA_LICENCE_URL}],
        "resources": [_resource(table, manifest["tables"][name]) for name, table in TABLES.items()],
    }


def _resource(table: Table, file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "profile": "data-resource",
        "name": table.name,
        "path": f"{table.name}.parquet",
        "description": table.description,
        "format": "parquet",
        "mediatype": MEDIA_TYPE,
        # not "bytes": Frictionless 5 never counts those of a Parquet file, and reports the difference to none
        "byteSize": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "rows": file["rows"],
        "schema": {
            "fields": [_frictionless_field(column) for column in table.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "fields": key.column,
                    "reference": {"resource": "" if key.table == table.name else key.table, "fields": key.target},
                }
                for key in table.foreign_keys
                if "." not in key.column
            ],
        },
    }


def _frictionless_field(column: Column) -> dict[str, Any]:
    # Frictionless reads a NULL among numbers as NaN, which is within no bounds; the gate has checked them
    bounded = not column.nullable
    constraints: dict[str, Any] = {
        **({} if column.nullable else {"required": True}),
        **({"enum": list(column.values)} if column.values else {}),
        **({"pattern": column.pattern} if column.pattern else {}),
        **({"minimum": column.minimum} if bounded and column.minimum is not None else {}),
        **({"maximum": column.maximum} if bounded and column.maximum is not None else {}),
    }
    description = column.description
    if column.fields:
        fields = "; ".join(f"{child.name} ({child.kind}): {child.description}" for child in column.fields)
        description = f"{description}. List of records: {fields}"
    elif column.kind == "list<string>":
        description = f"{description}. List of strings"
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FRICTIONLESS_TYPES[column.kind],
        "description": description,
    }
    return {**field, "constraints": constraints} if constraints else field


def croissant(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The content of ``croissant.json``."""
    return {
        "@context": _CROISSANT_CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": DATASET_NAME,
        "description": f"{DATASET_TITLE}. {DESCRIPTION}",
        "citeAs": citation(manifest),
        "datePublished": manifest["released_on"],
        "version": _semantic(str(manifest["version"])),
        "keywords": list(KEYWORDS),
        "license": DATA_LICENCE_URL,
        "distribution": [_file_object(name, file) for name, file in manifest["tables"].items()],
        "recordSet": [_record_set(table) for table in TABLES.values()],
    }


def _semantic(version: str) -> str:
    """Croissant wants three numbers: 2026.11.21.1 is 2026.11.21+1, without leading zeros."""
    year, month, day, *number = version.split(".")
    return f"{year}.{int(month)}.{int(day)}" + (f"+{number[0]}" if number else "")


def _file_object(name: str, file: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{name}.parquet",
        "name": f"{name}.parquet",
        "contentUrl": f"{name}.parquet",
        "encodingFormat": "application/x-parquet",
        "contentSize": f"{file['bytes']} B",
        "sha256": file["sha256"],
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": table.description,
        "key": {"@id": f"{table.name}/{table.key}"},
        "field": [_croissant_field(table, column) for column in table.columns],
    }


def _croissant_field(table: Table, column: Column) -> dict[str, Any]:
    identity = f"{table.name}/{column.name}"
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": identity,
        "name": identity,
        "description": column.description,
    }
    source = {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}}
    if column.kind.startswith("list"):
        field["repeated"] = True
    if column.fields:
        field["subField"] = [_croissant_subfield(identity, source, child) for child in column.fields]
        return field
    references = [key for key in table.foreign_keys if key.column == column.name and key.table != table.name]
    field |= {"dataType": _CROISSANT_TYPES[column.kind], "source": source}
    if references:
        field["references"] = {"field": {"@id": f"{references[0].table}/{references[0].target}"}}
    return field


def _croissant_subfield(parent: str, source: Mapping[str, Any], child: Column) -> dict[str, Any]:
    identity = f"{parent}/{child.name}"
    return {
        "@type": "cr:Field",
        "@id": identity,
        "name": identity,
        "description": child.description,
        "dataType": _CROISSANT_TYPES[child.kind],
        "source": {**source, "transform": {"jsonPath": child.name}},
    }
