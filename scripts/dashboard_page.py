"""The page of dashboards, out of their panels: what scripts/make-docs writes to docs/dashboards.md."""

from __future__ import annotations

from panels import BOARDS

INTRODUCTION = """# Dashboards

Grafana shows three, made by `scripts/dashboards.py` from `scripts/panels.py` and provisioned from `deploy/grafana`.
Each query below has been answered with data by a real Prometheus that scraped a running worker and desk under the
example wire, a message that is no copy, and a process of the pool that was killed: `scripts/prove_panels.py` does it
again and prints what came back, and a test does. `bellwire:…` are recorded by `deploy/prometheus/rules.yml`.

The pictures are drawn by `scripts/prove_panels.py --pictures` of what Prometheus answered in such a run: three minutes,
on two cores that had other work to do.
"""


def dashboards_page() -> str:
    """Every panel with its queries, for docs/dashboards.md."""
    parts = [INTRODUCTION]
    for board in BOARDS:
        rows = [
            (panel.title, panel.tells, "<br>".join(f"`{one.expr}`" for one in panel.queries)) for panel in board.panels
        ]
        lines = ["| panel | what it tells | query |", "| --- | --- | --- |"]
        lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        parts.append(
            f"## {board.title.removeprefix('Bellwire: ')}\n\n{board.tells}\n\n"
            f"![{board.title}](dashboard-{board.name}.svg)\n\n" + "\n".join(lines) + "\n"
        )
    return "\n".join(parts)
