"""The script that watches a worker's memory, on a backlog of a few hundred articles."""

from __future__ import annotations

import pytest

from chaos.backlog import Look, main, table


def test_the_table_goes_evenly_over_what_was_read() -> None:
    looks = [Look(float(n), 1000 - n, 100.0, 50.0) for n in range(1001)]
    lines = table(looks, rows=3)
    assert [line.split("|")[2].strip() for line in lines[2:]] == ["1,000", "500", "0"]


@pytest.mark.kafka
@pytest.mark.timeout(600)
def test_all_that_waits_is_read_and_both_processes_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--articles", "300", "--every", "0.2"]) == 0
    *rows, last = capsys.readouterr().out.splitlines()
    assert last.startswith("backlog: 300 articles (")
    seconds, waiting, parent, pool = (float(cell) for cell in rows[-1].strip("| ").split(" | "))
    assert waiting == 0 and seconds > 0 and parent > 50 and pool > 20
