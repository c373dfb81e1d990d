#!/usr/bin/env python3
"""Writes deploy/grafana/dashboards/*.json from panels.py. `--check` only says which are not current."""

from __future__ import annotations

import sys
from pathlib import Path

from grafana_foundation_sdk.builders import bargauge, common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BigValueGraphMode,
    GraphDrawStyle,
    LegendDisplayMode,
    StackingMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import DashboardCursorSync, DataSourceRef
from panels import BOARDS, SIZE, Board, Panel

OUT = Path(__file__).resolve().parents[1] / "deploy" / "grafana" / "dashboards"

#: As deploy/grafana/datasources.yml names it.
SOURCE = DataSourceRef(type_val="prometheus", uid="bellwire-prometheus")

Builder = timeseries.Panel | stat.Panel | bargauge.Panel


def made(board: Board) -> str:
    """The dashboard as JSON."""
    builder = (
        dashboard.Dashboard(board.title)
        .uid(f"bellwire-{board.name}")
        .description(board.tells)
        .tags(["bellwire"])
        .refresh("30s")
        .time("now-6h", "now")
        .timezone("utc")
        .tooltip(DashboardCursorSync.CROSSHAIR)
    )
    for number, panel in enumerate(board.panels, 1):
        builder = builder.with_panel(_panel(panel).id(number))
    return JSONEncoder(sort_keys=True, indent=2).encode(builder.build()) + "\n"


def _panel(panel: Panel) -> Builder:
    width, height = SIZE[panel.shape]
    builder = _shaped(panel).title(panel.title).description(panel.tells).unit(panel.unit)
    builder = builder.datasource(SOURCE).span(width).height(height)
    for letter, query in zip("ABC", panel.queries, strict=False):
        target = prometheus.Dataquery().expr(query.expr).legend_format(query.legend).ref_id(letter).datasource(SOURCE)
        builder = builder.with_target(target.instant() if panel.shape in ("stat", "list") else target.range())
    return builder


def _shaped(panel: Panel) -> Builder:
    if panel.shape == "stat":
        return stat.Panel().graph_mode(BigValueGraphMode.NONE)
    if panel.shape == "list":
        return bargauge.Panel().orientation(VizOrientation.HORIZONTAL)
    legend = common.VizLegendOptions().show_legend(True).display_mode(LegendDisplayMode.LIST)
    lines = timeseries.Panel().min(0).legend(legend)
    if panel.shape == "bars":
        stacked = common.StackingConfig().mode(StackingMode.NORMAL)
        return lines.draw_style(GraphDrawStyle.BARS).fill_opacity(60).stacking(stacked)
    return lines.fill_opacity(10)


def main() -> int:
    """0 when every file is, or has been made, current; 1 where `--check` finds one that is not."""
    stale = []
    for board in BOARDS:
        path, text = OUT / f"{board.name}.json", made(board)
        if not path.exists() or path.read_text() != text:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if stale:
        verb = "not current; run scripts/dashboards.py:" if "--check" in sys.argv else "written:"
        print(verb, ", ".join(stale), file=sys.stderr)
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
