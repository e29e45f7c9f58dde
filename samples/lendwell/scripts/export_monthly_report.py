#!/usr/bin/env python3
"""Writes the month's lending figures of every branch as CSV, for the city's statistics office.

    export_monthly_report.py DATABASE 2026-03 > report.csv

A renewal counts as a loan of its own, because the statistics office counts it so. No card number leaves the
database: members are only counted.
"""
import csv
import sqlite3
import sys

QUERY = """
SELECT c.branch,
       SUM(e.type = 'Borrowed')                                AS loans,
       SUM(e.type = 'Renewed')                                 AS renewals,
       COUNT(DISTINCT json_extract(b.body, '$.CardNumber'))    AS members
FROM events AS e
JOIN events AS b ON b.stream = e.stream AND b.version = 1
JOIN copies AS c ON c.copy_id = json_extract(b.body, '$.CopyId')
WHERE e.type IN ('Borrowed', 'Renewed') AND substr(e.at, 1, 7) = ?
GROUP BY c.branch
ORDER BY c.branch
"""


def monthly_figures(database: sqlite3.Connection, month: str) -> list[tuple[str, int, int, int]]:
    """Branch, loans with renewals, renewals alone, and members who borrowed; one row a branch."""
    return [(branch, loans + renewals, renewals, members)
            for branch, loans, renewals, members in database.execute(QUERY, (month,))]


def main() -> None:
    database_path, month = sys.argv[1:3]
    with sqlite3.connect(f"file:{database_path}?mode=ro", uri=True) as database:
        writer = csv.writer(sys.stdout)
        writer.writerow(["branch", "loans", "of which renewals", "members"])
        writer.writerows(monthly_figures(database, month))


if __name__ == "__main__":
    main()
