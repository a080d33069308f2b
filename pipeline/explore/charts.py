"""The two charts of the page, as Vega-Lite: Altair writes what the page gives its rows and its colours to.

Names of datasets and fields, and of parameters (which hold the colours), are those that page/charts.js fills.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt

# Classes of how many cooperations a country has; 0 is none.
LEVELS = 6
_rows: Any = alt.Data  # not typed
_NONE: Any = 0  # of what the page says nothing; Vega-Lite takes a number where Altair asks for a string


def specs(world: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the specifications of the map and of the timeline; `world` is that of `data/world.json`."""
    return {"map": _map(world).to_dict(), "timeline": _timeline().to_dict()}


def _map(world: Mapping[str, Any]) -> Any:
    """Return the map. Dataset `counts`: id, level, picked, faded; `dots`: also longitude and latitude."""
    shapes = _rows(
        values=dict(world["topology"]), format=alt.TopoDataFormat(type="topojson", feature="countries")
    )
    told = alt.LookupData(data=alt.NamedData("counts"), key="id", fields=["level", "picked", "faded"])
    colour = alt.Color("level:O", legend=None, scale=alt.Scale(domain=list(range(LEVELS))))
    opacity = alt.condition("datum.faded", alt.value(0.45), alt.value(1))
    base = alt.Chart().transform_lookup(lookup="id", from_=told, default=_NONE)
    land = base.mark_geoshape(stroke=alt.ExprRef("border"), strokeWidth=0.6, cursor="pointer").encode(
        color=colour, opacity=opacity
    )
    picked = base.transform_filter("datum.picked === true").mark_geoshape(
        filled=False, stroke=alt.ExprRef("ink"), strokeWidth=1.6
    )
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_circle(size=70, strokeWidth=1, opacity=1, cursor="pointer")
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            color=colour,
            opacity=opacity,
            stroke=alt.condition(
                "datum.picked", alt.value(alt.ExprRef("ink")), alt.value(alt.ExprRef("border"))
            ),
        )
    )
    return (
        alt.layer(land, picked, dots, data=shapes)
        .add_params(alt.param(name="ink", value="black"), alt.param(name="border", value="white"))
        .project(type="equalEarth")
        .properties(width="container", height="container")
        .configure_view(stroke=None)
    )


def _timeline() -> Any:
    """Return the timeline. Dataset `years`: year, kind (0 by publication, 1 by start), n, faded."""
    year = alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True, grid=False))
    # What takes the click, however short the bar is.
    column = (
        alt.Chart(alt.NamedData("years"))
        .mark_bar(fillOpacity=0, cursor="pointer")
        .encode(x=year, y=alt.value(0), y2=alt.value("height"))
    )
    bars = (
        alt.Chart(alt.NamedData("years"))
        .mark_bar(cursor="pointer")
        .encode(
            x=year,
            y=alt.Y("n:Q", stack="zero", axis=alt.Axis(title=None, tickCount=4, format=",d")),
            color=alt.Color("kind:O", legend=None, scale=alt.Scale(domain=[0, 1])),
            order=alt.Order("kind:O", sort="descending"),
            opacity=alt.condition("datum.faded", alt.value(0.35), alt.value(1)),
        )
    )
    # Unseen: an axis that reaches to four at least has ticks at whole numbers.
    reach = alt.Chart(_rows(values=[{}])).mark_point(opacity=0).encode(y=alt.datum(4))
    return (
        alt.layer(bars, reach, column)
        .properties(width="container", height="container")
        .configure_view(stroke=None)
        .configure_scale(bandPaddingInner=0.15)
    )
