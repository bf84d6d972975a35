"""What an audit says of its days, read from the lines that it prints."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

XCOM = "backstory_audit"
"""Under this key an audit task leaves what it said, for the notes, the alerts and whoever else wants to know."""
VERDICTS = ("PASS", "WARN", "FAIL", "ERROR")
"""From the best to the worst."""

# What AuditLines.java prints: a line for a day, and below it what its checks found.
_DAY = re.compile(r"\bdq {2,}([a-z]+) (\d{4}-\d{2}-\d{2}) (PASS|WARN|FAIL|ERROR) +([\d,]+) rows  (\S.*)$")
_INDENT = " " * 13
_FINDING = re.compile(rf"^{_INDENT}(WARN|FAIL|ERROR) (.+?): expected (.*)$")
_MOST = 20
_LONGEST = 500


@dataclass
class AuditedDay:
    """
    What was said of a day of a table.

    :param report: where its report lies, as the job knows it
    :param checks: the names of the checks that did not pass
    :param findings: what they say
    """

    table: str
    dt: str
    verdict: str
    rows: int
    report: str
    checks: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


class Audited:
    """The days of an audit, in the order in which it names them."""

    def __init__(self) -> None:
        self.days: list[AuditedDay] = []
        self._open = False

    def read(self, line: str) -> None:
        """Take what a line says; most say nothing of a day."""
        text = line.rstrip()
        if (day := _DAY.search(text)) is not None:
            self.days.append(AuditedDay(day[1], day[2], day[3], int(day[4].replace(",", "")), day[5]))
            self._open = True
        elif not text.startswith(_INDENT):
            self._open = False
        elif self._open and (finding := _FINDING.match(text)) is not None:
            self.days[-1].checks.append(finding[2])
            self.days[-1].findings.append(shortened(text.strip()))

    @property
    def notable(self) -> list[AuditedDay]:
        """The days that did not just pass."""
        return [day for day in self.days if day.verdict != "PASS"]

    @property
    def verdict(self) -> str | None:
        """The worst; None where nothing is known."""
        return max((day.verdict for day in self.days), key=VERDICTS.index, default=None)

    def figures(self, table: str) -> dict[str, Any]:
        """Return verdict and rows of a table as the event of an asset carries them; nothing where nothing is known."""
        days = [day for day in self.days if day.table == table]
        if not days:
            return {}
        found: dict[str, Any] = {
            "verdict": max((day.verdict for day in days), key=VERDICTS.index),
            "rows": sum(day.rows for day in days),
        }
        if len(days) > 1:
            found["verdicts"] = dict(Counter(day.verdict for day in days))
        return found

    def left(self, addresses: dict[tuple[str, str], str]) -> dict[str, Any]:
        """
        Return what the task leaves for others, as plain values.

        :param addresses: of the reports, by table and day
        """
        return {
            "verdict": self.verdict,
            "verdicts": dict(Counter(day.verdict for day in self.days)),
            "notable": [
                {
                    "table": day.table,
                    "dt": day.dt,
                    "verdict": day.verdict,
                    "rows": day.rows,
                    "checks": day.checks,
                    "findings": day.findings[:_MOST],
                    "report": addresses[day.table, day.dt],
                }
                for day in self.notable[:_MOST]
            ],
        }


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text that fits into a line of an alert."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def in_words(audit: dict[str, Any]) -> str:
    """Return the verdict of a task and its reasons in a few words: ``WARN (volume)``, ``FAIL on 2 days (no nulls)``."""
    worst = audit["verdict"]
    days = sum(count for verdict, count in audit["verdicts"].items() if verdict != "PASS")
    of = [day for day in audit["notable"] if day["verdict"] == worst]
    checks = list(dict.fromkeys(check for day in of for check in day["checks"]))
    where = f" on {days} days" if days > 1 else ""
    return f"{worst}{where}" + (f" ({', '.join(checks)})" if checks else "")
