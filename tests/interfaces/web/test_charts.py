"""Numbers drawn as bars."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from kortisto.interfaces.web.charts import HEIGHT, WIDTH, bars, ranking

pytestmark = pytest.mark.unit
HEADS = ("Month", "People")


@pytest.mark.parametrize(("most", "top"), [(0, 1), (1, 1), (3, 5), (17, 20), (50, 50), (51, 100), (1234, 2000)])
def test_the_upper_edge_is_easy_to_read(most: int, top: int) -> None:
    assert bars("", [("a", most)], heads=HEADS).top == top


def test_bars_stand_in_their_order_inside_the_drawing() -> None:
    chart = bars("", [(str(number), number) for number in range(31)], heads=HEADS)

    assert [bar.value for bar in chart.bars] == list(range(31))
    assert all(0 <= bar.x < bar.x + bar.width <= WIDTH for bar in chart.bars)
    assert all(0 <= bar.y <= HEIGHT and bar.y + bar.height == HEIGHT for bar in chart.bars)
    assert [bar.height for bar in chart.bars] == sorted(bar.height for bar in chart.bars)
    assert chart.bars[0].height == 0
    assert chart.bars[1].height > 0  # however small, it is seen
    assert sum(bar.named for bar in chart.bars) <= 8


def test_nothing_stands_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        bars("", [("a", -1)], heads=HEADS)


def test_a_ranking_draws_the_longest_bar_over_the_whole_width() -> None:
    found = ranking("By rule", [("a", 10), ("b", 5), ("c", 0)], heads=HEADS)
    assert [row.width for row in found.rows] == [WIDTH, WIDTH // 2, 0]
    page = render_to_string("web/parts/ranking.html", {"ranking": found})
    assert page.count("<rect") == 3
    with pytest.raises(ValueError, match="below zero"):
        ranking("", [("a", -1)], heads=HEADS)


@pytest.mark.parametrize("numbers", [[], [("January", 3), ("<b>", 1000)]])
def test_the_numbers_stand_in_a_table_too(numbers: list[tuple[str, int]]) -> None:
    page = render_to_string("web/parts/chart.html", {"chart": bars("New", numbers, heads=HEADS)})

    assert ("<table>" in page) is bool(numbers)
    assert "<b>" not in page
