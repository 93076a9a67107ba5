"""The charts of the page: Vega-Lite declarations, drawn to SVG in this process by vl-convert, without any script left.

The outline of the land is Natural Earth's (public domain) at 1:110 million, as packaged in world-atlas 2.0.2 (ISC).
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import Any

from coalition_data.schema.tables import PLEDGE_CATEGORIES, PLEDGE_STANCES

Rows = list[dict[str, Any]]
Spec = dict[str, Any]

WIDTH = 820

STANCE_COLOURS = {
    "committed": "#1a6b3c",
    "offered": "#6aa84f",
    "considering": "#c9a227",
    "conditional": "#d9822b",
    "declined": "#b02a30",
    "withdrawn": "#7b3f8c",
}
"""Apart in hue and in lightness, so that they can be told without colour vision."""

_CONFIG: Spec = {
    "font": "DejaVu Sans, sans-serif",
    "background": "#ffffff",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 11, "titleFontSize": 11, "labelLimit": 260, "gridColor": "#e6e9ec"},
    "legend": {"labelFontSize": 11, "titleFontSize": 11},
}


def draw(spec: Spec) -> str:
    """A declaration as an SVG element; nothing is loaded from anywhere."""
    import vl_convert  # noqa: PLC0415 - a JavaScript engine: only the page needs it

    full = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": _CONFIG, **spec}
    svg: str = vl_convert.vegalite_to_svg(full, vl_version="5.21", allowed_base_urls=[])
    return svg


def coverage(rows: Rows) -> Spec:
    """Articles by the month of their publication."""
    return {
        "width": WIDTH,
        "height": 160,
        "data": {"values": rows},
        "mark": {"type": "bar", "color": "#3b6ea5", "minBandSize": 1},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "timeUnit": "utcyearmonth", "title": None},
            "y": {"field": "articles", "type": "quantitative", "title": "articles", "axis": _whole("articles", rows)},
        },
    }


def timeline(rows: Rows) -> Spec:
    """Meetings by day and type; the more mentions, the larger."""
    return {
        "width": WIDTH - 110,
        "height": {"step": 30},
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 0.75},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "scale": {"type": "utc"}, "title": None},
            "y": {"field": "meeting_type", "type": "nominal", "title": None},
            "size": {
                "field": "mentions",
                "type": "quantitative",
                "title": "mentions",
                "scale": {"range": [30, 300]},
                "legend": None,
            },
            "color": {
                "field": "status",
                "type": "nominal",
                "title": "status",
                "scale": {
                    "domain": ["held", "scheduled", "postponed", "cancelled"],
                    "range": ["#1a6b3c", "#3b6ea5", "#c9a227", "#b02a30"],
                },
                "legend": {"orient": "bottom"},
            },
        },
    }


def world(rows: Rows) -> Spec:
    """Meetings on a map."""
    place = {"longitude": {"field": "longitude", "type": "quantitative"}, "latitude": {"field": "latitude"}}
    dots: Spec = {
        "data": {"values": rows},
        "mark": {"type": "circle", "color": "#b02a30", "opacity": 0.7, "stroke": "#ffffff"},
        "encoding": {
            **place,
            "size": {
                "field": "meetings",
                "type": "quantitative",
                "title": "meetings",
                "scale": {"domainMin": 0, "range": [0, 400]},
                "legend": {"orient": "bottom", "values": _sizes("meetings", rows), "format": "d"},
            },
        },
    }
    return {
        "width": WIDTH,
        "height": 400,
        "projection": {"type": "equalEarth"},
        "layer": [
            {
                "data": {"values": _land(), "format": {"type": "topojson", "feature": "land"}},
                "mark": {"type": "geoshape", "fill": "#dfe4e8", "stroke": "#ffffff", "strokeWidth": 0.4},
            },
            dots,
        ],
    }


def stances(rows: Rows) -> Spec:
    """Pledges by category and stance: a cell each, nothing added up across stances."""
    return {
        **_matrix("stance", list(PLEDGE_STANCES), "category", list(PLEDGE_CATEGORIES)),
        "data": {"values": rows},
        "width": {"step": 95},
        "height": {"step": 24},
    }


def promises(rows: Rows) -> Spec:
    """Pledges by country and category, a dot a stance: an offer never stands in the dot of a commitment."""
    return {
        "data": {"values": rows},
        "width": {"step": 11},
        "height": {"step": 24},
        "mark": {"type": "circle", "opacity": 1},
        "encoding": {
            "x": {
                "field": "category",
                "type": "nominal",
                "title": None,
                "axis": {"orient": "top", "labelAngle": -40, "labelAlign": "left"},
            },
            "xOffset": {"field": "stance", "type": "nominal", "scale": {"domain": list(PLEDGE_STANCES)}},
            "y": {"field": "country", "type": "nominal", "title": None, "axis": {"grid": True}},
            "size": {
                "field": "pledges",
                "type": "quantitative",
                "scale": {"domainMin": 0, "range": [0, 160]},
                "legend": {"orient": "bottom", "values": _sizes("pledges", rows), "format": "d", "title": "pledges"},
            },
            "color": {
                "field": "stance",
                "type": "nominal",
                "scale": {"domain": list(STANCE_COLOURS), "range": list(STANCE_COLOURS.values())},
                "legend": {"orient": "bottom", "title": "stance"},
            },
        },
    }


def speakers(rows: Rows) -> Spec:
    """The speakers with most quotes."""
    return {
        "width": WIDTH - 260,
        "height": {"step": 19},
        "data": {"values": rows},
        "mark": {"type": "bar", "color": "#3b6ea5"},
        "encoding": {
            "y": {"field": "speaker", "type": "nominal", "title": None, "sort": None},
            "x": {"field": "quotes", "type": "quantitative", "title": "quotes", "axis": _whole("quotes", rows)},
        },
    }


def _matrix(across: str, across_values: list[str], down: str, down_values: list[str]) -> Spec:
    x = {"field": across, "type": "nominal", "title": None, "scale": {"domain": across_values}}
    y = {"field": down, "type": "nominal", "title": None, "scale": {"domain": down_values}}
    return {
        "encoding": {"x": {**x, "axis": {"orient": "top", "labelAngle": 0}}, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2},
                "encoding": {
                    "color": {
                        "field": across,
                        "type": "nominal",
                        "scale": {"domain": list(STANCE_COLOURS), "range": list(STANCE_COLOURS.values())},
                        "legend": None,
                    },
                    "opacity": {
                        "field": "pledges",
                        "type": "quantitative",
                        "scale": {"domainMin": 0, "range": [0.25, 1]},
                        "legend": None,
                    },
                },
            },
            {
                "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": "#000000"},
                "encoding": {"text": {"field": "pledges", "type": "quantitative"}},
            },
        ],
    }


def _whole(field: str, rows: Rows) -> Spec:
    """An axis of whole numbers: no ticks between 0 and 1 where there are few."""
    return {"format": "d", "tickCount": min(5, max((row[field] for row in rows), default=1)), "tickMinStep": 1}


def _sizes(field: str, rows: Rows) -> list[int]:
    """One, half of the most, and the most: what a legend of sizes shows."""
    most = max((int(row[field]) for row in rows), default=1)
    return sorted({1, -(-most // 2), most})


@lru_cache(maxsize=1)
def _land() -> Any:
    return json.loads((resources.files(__package__) / "land-110m.json").read_text("utf-8"))
