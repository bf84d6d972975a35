"""A bar chart of wall times as SVG."""

from xml.sax.saxutils import escape

from backstory_bench.results import Result, WorkResult

_WIDTH, _LABELS, _VALUES = 900, 390, 130
_BAR, _STEP, _HEAD = 16, 26, 40
_OURS, _OTHERS, _INK = "#0b6e4f", "#9aa5b1", "#1f2933"


def svg(title: str, works: list[WorkResult]) -> str:
    """The chart: a group of bars per work, each work with its own scale, a line from the least to the most."""
    body, top = [], 36
    for work in works:
        body.append(_text(16, top + 18, f"{work.work}: {work.rows:,} rows, seconds", weight="bold"))
        top += _HEAD
        scale = (_WIDTH - _LABELS - _VALUES) / max(result.most for result in work.results)
        for result in work.results:
            body += _bar(result, top, scale)
            top += _STEP
        top += 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" font-family="sans-serif" font-size="13"'
        f' role="img" aria-label="{escape(title)}">\n'
        f'<rect width="{_WIDTH}" height="{top}" fill="#ffffff"/>\n'
        f"{_text(16, 26, title, weight='bold', size=16)}\n" + "\n".join(body) + "\n</svg>\n"
    )


def _bar(result: Result, top: int, scale: float) -> list[str]:
    middle = top + _BAR / 2
    fill = _OURS if result.name == "backstory" else _OTHERS
    left, right = _LABELS + result.least * scale, _LABELS + result.most * scale
    return [
        _text(_LABELS - 8, top + 13, result.label, anchor="end"),
        f'<rect x="{_LABELS}" y="{top}" width="{result.seconds * scale:.1f}" height="{_BAR}" fill="{fill}"/>',
        f'<path d="M{left:.1f} {middle}H{right:.1f}" stroke="{_INK}" stroke-width="2"/>',
        _text(right + 8, top + 13, f"{result.seconds:.1f}"),
    ]


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal", size: int = 13) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}" font-size="{size}"'
        f' fill="{_INK}">{escape(text)}</text>'
    )
