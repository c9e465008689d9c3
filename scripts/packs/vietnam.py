#!/usr/bin/env python3
"""Regenerates packs/vietnam from the facts in ../shared/data/admin.

    python3 scripts/packs/vietnam.py [SOURCE_DIR]

Writes units.tsv, successions.tsv, resolutions.tsv, exceptions.tsv: codes, names, dates and links only, in a form of
our own.  The result is committed; tests/conformance compares it with the source where the source is present.
"""
import collections
import csv
import math
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/admin"
TARGET = ROOT / "packs/vietnam"

# The list of 63/696/10,035 is a snapshot; nothing earlier is claimed.  Two tiers since 2025-07-01
# (202/2025/QH15, 203/2025/QH15; codes by 19/2025/QĐ-TTg).
SNAPSHOT, TWO_TIERS = "2025-01-01", "2025-07-01"

# Changes after 2025-07-01, which the source list shows only in part: (date, resolution, province, communes → phường).
CITIES = [
    ("2026-04-30", "30/2026/QH16", "75", "237/NQ-UBTVQH16"),
    ("2026-09-01", "36/2026/QH16", "22", None),
    ("2026-09-20", "39/2026/QH16", "24", "388/NQ-UBTVQH16"),
]
# Island districts that had no commune and became special zones (đặc khu).
ISLANDS = {"318": "11948", "471": "19742", "498": "20333", "536": "21548", "755": "26732"}


def read(name):
    with open(SOURCE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fold(text):
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def write(name, header, rows, notes=()):
    with open(TARGET / name, "w", encoding="utf-8", newline="\n") as file:
        for note in notes:
            file.write(f"# {note}\n")
        file.write("\t".join(header) + "\n")
        for row in rows:
            cells = [str(cell) for cell in row]
            assert len(cells) == len(header) and not any(re.search(r"[\t\n\r]", c) for c in cells), row
            file.write("\t".join(cells) + "\n")


def load():
    data = {
        "province_old": {r["code"]: r for r in read("vn_provinces_old_63.csv")},
        "province": {r["code"]: r for r in read("vn_provinces_new_34.csv")},
        "district": {r["code"]: r for r in read("vn_districts_old.csv")},
        "commune_old": {r["code"]: r for r in read("vn_communes_old.csv")},
        "commune": {r["code"]: r for r in read("vn_communes_new_3321.csv")},
        "origin": {r["code"]: r["old_province"] for r in read("vn_new_commune_to_old_district_province.csv")},
        "place": {r["code"]: (float(r["lat"]), float(r["lon"])) for r in read("vn_communes_centroid_area.csv")},
        "note": {r["code"]: r["note"] for r in read("vn_communes_new_legal_notes.csv")},
    }
    for rows in data.values():
        for row in rows.values():
            if isinstance(row, dict) and "full_name" in row:
                assert row["full_name"] == f"{row['type']} {row['name']}", row
                assert row["full_name"] == unicodedata.normalize("NFC", row["full_name"]), row
    return data


def kilometres(data, first, second):
    try:
        (a, b), (c, d) = data["place"][first], data["place"][second]
    except KeyError:
        return "?"
    return round(math.hypot((a - c) * 111, (b - d) * 111 * math.cos(math.radians(a))))


def links(data):
    """The map's links, less those that join two former provinces by a collision of names."""
    all_links = [r for r in read("vn_commune_map_old_to_new.csv") if r["old_code"]]
    into = collections.defaultdict(list)
    for row in all_links:
        into[row["new_code"]].append(row["old_code"])
    default = {r["old_code"]: r["new_code"] for r in all_links if r["is_default"] == "1"}
    old, kept, refused = data["commune_old"], [], []
    for row in all_links:
        source, target = row["old_code"], row["new_code"]
        here, there = old[source]["province_code"], data["origin"][target]
        if here == there:
            kept.append(row)
            continue
        # No commune was joined across a former provincial border in 2025: every such link of the map has a namesake
        # on the target's side that is linked too.  A link without a namesake would stop the generator here.
        twins = [
            code for code in into[target]
            if code != source and old[code]["province_code"] == there
            and fold(old[code]["full_name"]) == fold(old[source]["full_name"])
        ]
        assert twins, f"{source} -> {target} crosses provinces without a namesake: look at it"
        refused.append((row, twins[0], kilometres(data, target, default[source])))
    by_source = collections.defaultdict(list)
    for row in kept:
        by_source[row["old_code"]].append(row)
    result = {}
    for source, rows in by_source.items():
        if len(rows) == 1:
            result[source] = [(rows[0]["new_code"], "whole")]
            continue
        ranked = sorted(rows, key=lambda r: (r["is_default"] != "1", r["new_code"]))
        result[source] = [(r["new_code"], "default" if n == 0 else "split") for n, r in enumerate(ranked)]
    return result, refused


def main():
    data = load()
    succession, refused = links(data)
    assert set(succession) == set(data["commune_old"])
    into = collections.defaultdict(list)
    for source, targets in succession.items():
        for target, _ in targets:
            into[target].append(source)
    province_into = collections.defaultdict(set)
    province_of = {}
    for source, targets in succession.items():
        for target, _ in targets:
            before, after = data["commune_old"][source]["province_code"], data["commune"][target]["province_code"]
            province_into[after].add(before)
            assert province_of.setdefault(before, after) == after
    # A unit goes on (one unit, several versions) when it is made of one former unit, whole, under the same code.
    goes_on = {
        code for code in data["commune"]
        if into[code] == [code] and len(succession[code]) == 1
    }
    province_goes_on = {code for code in data["province"] if province_into[code] == {code}}
    key_c = lambda code: f"c{code}" if code in goes_on else f"c{code}-2025"
    key_p = lambda code: f"p{code}" if code in province_goes_on else f"p{code}-2025"

    wards_2026 = {
        resolution: [c for c, note in data["note"].items() if resolution in note] for *_, resolution in CITIES if resolution
    }
    assert [len(v) for v in wards_2026.values()] == [10, 12]
    commune_2026 = {c: (date, r) for date, _, _, r in CITIES if r for c in wards_2026[r]}
    province_2026 = {p: date for date, _, p, _ in CITIES}

    units = []

    def versions(key, level, code, rows):
        """rows: (from, kind, name, parent); each lasts until the next begins, the last until `end`."""
        *rows, end = rows
        for n, (start, kind, name, parent) in enumerate(rows):
            until = rows[n + 1][0] if n + 1 < len(rows) else end
            units.append((key, start, until, level, code, kind, name, parent))

    for code, row in data["province_old"].items():
        steps = [(SNAPSHOT, row["type"], row["name"], "")]
        if code in province_goes_on:
            new = data["province"][code]
            kind = "Tỉnh" if code in province_2026 else new["type"]
            if (kind, new["name"]) != (row["type"], row["name"]):
                steps.append((TWO_TIERS, kind, new["name"], ""))
            if code in province_2026:
                steps.append((province_2026[code], "Thành phố", new["name"], ""))
        versions(f"p{code}", "province", code, [*steps, "" if code in province_goes_on else TWO_TIERS])
    for code, row in data["province"].items():
        if code in province_goes_on:
            continue
        steps = [(TWO_TIERS, "Tỉnh" if code in province_2026 else row["type"], row["name"], "")]
        if code in province_2026:
            steps.append((province_2026[code], "Thành phố", row["name"], ""))
        versions(key_p(code), "province", code, [*steps, ""])
    for code, row in data["district"].items():
        versions(f"d{code}", "district", code, [
            (SNAPSHOT, row["type"], row["name"], f"p{row['province_code']}"), TWO_TIERS])
    for code, row in data["commune_old"].items():
        steps = [(SNAPSHOT, row["type"], row["name"], f"d{row['district_code']}")]
        if code in goes_on:
            steps += commune_steps(data, code, key_p, commune_2026)
        versions(f"c{code}", "commune", code, [*steps, "" if code in goes_on else TWO_TIERS])
    for code in data["commune"]:
        if code not in goes_on:
            versions(key_c(code), "commune", code, [*commune_steps(data, code, key_p, commune_2026), ""])

    rows = []
    for code in data["province_old"]:
        if code not in province_goes_on:
            rows.append((f"p{code}", key_p(province_of[code]), TWO_TIERS, "whole"))
    for district, commune in sorted(ISLANDS.items()):
        rows.append((f"d{district}", key_c(commune), TWO_TIERS, "whole"))
    for source in data["commune_old"]:
        for target, share in succession[source]:
            if key_c(target) != f"c{source}":
                rows.append((f"c{source}", key_c(target), TWO_TIERS, share))

    resolutions = []
    for code in data["province"]:
        numbers = collections.Counter(
            m for c, note in data["note"].items() if c in data["commune"] and data["commune"][c]["province_code"] == code
            for m in re.findall(r"Số: (\d+/NQ-UBTVQH15); Ngày: (\d\d)/(\d\d)/(\d{4})", note))
        (number, day, month, year), _ = numbers.most_common(1)[0]
        resolutions.append((key_p(code), TWO_TIERS, number, f"{year}-{month}-{day}"))
    for date, number, province, communes in CITIES:
        resolutions.append((key_p(province), date, number, ""))
        if communes:
            signed = {"237/NQ-UBTVQH16": "2026-04-14", "388/NQ-UBTVQH16": "2026-08-04"}[communes]
            resolutions.append((key_p(province), date, communes, signed))

    exceptions = [
        ("refused_link", f"c{row['old_code']}", key_c(row["new_code"]),
         f"crosses a former provincial border; namesake c{twin} belongs there; {distance} km from the default target")
        for row, twin, distance in refused
    ]
    exceptions.append(("code_conflict", "c06970", key_c("06978"),
                       "Xã Ba Chẽ: the list of 3,321 says 06978, the notes and the former town say 06970; 06978 kept"))

    TARGET.mkdir(parents=True, exist_ok=True)
    write("units.tsv", ["key", "from", "to", "level", "code", "kind", "name", "parent"], units,
          ["One line per version of a unit; [from, to); an empty `to` is open.  Made by scripts/packs/vietnam.py."])
    write("successions.tsv", ["from", "to", "on", "share"], rows,
          ["whole: all of it goes there; default, split: parts go to several, `default` is the statistical one."])
    write("resolutions.tsv", ["province", "on", "number", "signed"], resolutions,
          ["Legal base of the changes in a province that took effect on a date."])
    write("exceptions.tsv", ["kind", "from", "to", "why"], exceptions,
          ["What the source says and this pack does not take over, and why."])
    splits_before = sum(1 for c in collections.Counter(
        r["old_code"] for r in read("vn_commune_map_old_to_new.csv") if r["old_code"]).values() if c > 1)
    print(f"units {len(units)} versions, {len({u[0] for u in units})} units; links {len(rows)}; "
          f"go on: {len(goes_on)} communes, {len(province_goes_on)} provinces; "
          f"splits {splits_before} in the source, {sum(len(t) > 1 for t in succession.values())} here; "
          f"refused {len(refused)}")


def commune_steps(data, code, key_p, commune_2026):
    row = data["commune"][code]
    parent = key_p(row["province_code"])
    if code not in commune_2026:
        return [(TWO_TIERS, row["type"], row["name"], parent)]
    date, _ = commune_2026[code]
    return [(TWO_TIERS, "Xã", row["name"], parent), (date, "Phường", row["name"], parent)]


if __name__ == "__main__":
    main()
