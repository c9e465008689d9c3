#!/usr/bin/env python3
"""Counts the facts of packs/chi-so again from the dossiers of a SQLite file, without a line of the program's own code,
and compares day counters, month counters and records.  Usage: recount.py PATH-OF-DATABASE.  Says what differs; exit 1."""
import collections
import datetime
import json
import sqlite3
import sys

ONLINE = 2
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


def day(micros):
    return datetime.datetime.fromtimestamp(micros / 1_000_000, VIETNAM).date().isoformat()


def facts(db):
    """(fact, day, agency, dossier) by the words of each fact's method, from the dossiers' rows."""
    rows = db.execute(
        "SELECT id, receiving, status, channel, assisted, received_at, due_at, closed_at FROM dossier"
    )
    for dossier, agency, status, channel, assisted, received, due, closed in rows:
        # The national portal’s number for filing on the net is 2; filed on behalf by an officer does not count.
        online = channel == ONLINE and not assisted
        if received is not None:
            yield "received", day(received), agency, dossier
            if online:
                yield "received_online", day(received), agency, dossier
            if closed is not None:
                yield "closed", day(closed), agency, dossier
                late = due is not None and closed > due
                yield ("closed_late" if late else "closed_in_time"), day(closed), agency, dossier
        if status == 3 and closed is not None:
            yield "refused", day(closed), agency, dossier
    asked = db.execute(
        "SELECT e.at, d.receiving, d.id FROM dossier_entry e JOIN dossier d ON d.id = e.dossier"
        " WHERE e.kind = 'supplement_requested'"
    )
    for at, agency, dossier in asked:
        yield "supplement_asked", day(at), agency, dossier


def main():
    db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    codes = {
        number: json.loads(body)["code"]
        for number, body in db.execute("SELECT number, body FROM indicator_fact WHERE state = 'ready'")
    }
    wanted = {"received", "received_online", "closed", "closed_late", "closed_in_time", "refused", "supplement_asked"}
    if set(codes.values()) != wanted:
        sys.exit(f"facts of the database: {sorted(codes.values())}")
    records = collections.Counter(facts(db))
    cells = collections.Counter()
    for (code, on, agency, _), count in records.items():
        cells[code, "d", on, agency] += count
        cells[code, "m", on[:8] + "01", agency] += count
    stored = {
        (codes[fact], span, on, agency): count
        for fact, span, on, agency, count in db.execute(
            "SELECT fact, span, day, agency, count FROM indicator_cell WHERE count <> 0"
        )
        if fact in codes
    }
    behind = collections.Counter(
        (codes[fact], on, agency, dossier)
        for fact, on, agency, dossier in db.execute("SELECT fact, day, agency, dossier FROM indicator_record")
        if fact in codes
    )
    wrong = [key[:3] for key in sorted(set(cells) | set(stored), key=repr) if cells.get(key) != stored.get(key)]
    if wrong or behind != records:
        sys.exit(f"{len(wrong)} counters differ: {wrong[:5]}; records differ: {behind != records}")
    print(f"{sum(records.values())} facts in {len(cells)} counters agree")


main()
