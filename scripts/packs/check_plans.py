#!/usr/bin/env python3
"""Plans of the sample provinces (packs/*/plans/*.toml) against the expected extraction of the published texts
(tests/conformance/plans/*.json): same rows in the same order, same numbers, years, comparators, deadlines and leads.
Where the published texts lie beside the repository (../shared/seeds), no run of seven words is copied from one, except
numbers of acts and the names in NAMES.  The Rust test tests/conformance/src/plan_packs.rs asks the same of every build.

    python3 scripts/packs/check_plans.py [--long]     # --long: also tell wordings that are too long
"""
import json
import re
import sys
import tomllib
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
PLANS = {
    "nghe-an/plans/3050-qd-ubnd-2024": "nghe-an-3050-2024",
    "son-la/plans/292-kh-ubnd-2022": "son-la-292-2022",
    "quang-ngai/plans/219-kh-ubnd-2023": "quang-ngai-219-2023",
    "tay-ninh/plans/713-qd-ubnd-2021": "tay-ninh-713-2021",
}
# Names of systems, days and bodies: they carry over whole.
NAMES = [
    "Cổng Dịch vụ công quốc gia",
    "Ngày Chuyển đổi số quốc gia",
    "Tổ công nghệ số cộng đồng",
    "Hệ tri thức Việt số hóa",
    "Trung tâm điều hành thông minh",
    "Khung phát triển phần mềm an toàn",
    "mạng truyền số liệu chuyên dùng",
    "cơ sở dữ liệu quốc gia",
    "Cổng thông tin điện tử",
    "Văn phòng Đăng ký đất đai",
    "Sở Thông tin và Truyền thông",
    "cán bộ, công chức, viên chức",
    "data.gov.vn",
    "makeinvietnam.mic.gov.vn",
]
RUN = 7
LIMITS = {"targets": 15, "tasks": 20}


def words(text):
    text = unicodedata.normalize("NFC", text).lower()
    return [word for word in re.split(r"[^\w]+|_", text) if word]


def ours(text):
    """Words of a sentence of ours; the number of an act and a known name break a run."""
    text = re.sub(r"\d+(/\d+)?/[A-ZĐ0-9]+(-[A-ZĐa-z]+)*", " § ", text)
    for name in NAMES:
        text = re.sub(re.escape(name), " § ", text, flags=re.IGNORECASE)
    return [words(part) for part in text.split("§")]


def bare(name):
    folded = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in folded if not unicodedata.combining(c)))


def differences(plan, expected):
    said = []

    def same(place, what, got, want):
        if got != want:
            said.append(f"{place}: {what} {got!r}, published {want!r}")

    for key in ("number", "issued", "issuer", "period", "status"):
        same("document", key, plan["document"].get(key), expected["document"][key])
    for kind in ("targets", "tasks", "budgets"):
        rows, wanted = plan.get(kind, []), expected[kind]
        same(kind, "rows", len(rows), len(wanted))
        for at, (row, want) in enumerate(zip(rows, wanted)):
            place = f"{kind} {at}"
            keys = {
                "targets": ("line", "end_line", "comparator", "value", "unit", "level", "year"),
                "tasks": ("line", "end_line", "cadence"),
                "budgets": ("line", "end_line", "year", "amount", "unit"),
            }[kind]
            for key in keys:
                same(place, key, row.get(key), want.get(key))
            if kind == "targets":
                same(place, "owner", row.get("owner", []), want["owner"])
            if kind == "budgets":
                same(place, "sum", row.get("sum", False), want.get("sum", False))
                same(place, "source", "source" in row, want["source"] is not None)
            if kind == "tasks":
                same(place, "code", row["code"], want["code"].replace(" ", "."))
                same(place, "deadlines", row.get("deadlines", []), want["deadlines"])
                for key in ("directing", "lead", "coordinating"):
                    same(place, key, [bare(n) for n in row.get(key, [])], [bare(n) for n in want[key]])
    wanted = [
        (f["line"], f["numerator"], f["denominator"], f["rate"], f["date"]) for f in expected["figures"]
    ]
    for at, row in enumerate(plan.get("figures", [])):
        got = (row["line"], row.get("numerator"), row.get("denominator"), row.get("rate"), row.get("date"))
        if got not in wanted:
            said.append(f"figures {at}: {got} is not published")
    for at, row in enumerate(plan["targets"]):
        if "base_value" in row and not any(
            f["measure"] == row["measure"] and f.get("rate") == row["base_value"] for f in plan["figures"]
        ):
            said.append(f"targets {at}: no figure says the base {row['base_value']}")
    return said


def sentences(plan):
    yield "document", plan["document"]["title"], False
    for kind, keys in (
        ("targets", ("pillar", "text", "measure")),
        ("tasks", ("group", "text", "product", "note")),
        ("budgets", ("task", "source")),
        ("figures", ("text", "measure")),
    ):
        for at, row in enumerate(plan.get(kind, [])):
            for key in keys:
                if key in row:
                    yield f"{kind} {at} {key}", row[key], True


def cited(text):
    """A note that only cites: point, clause, act, strategy."""
    return re.search(r"Quyết định|Chỉ thị|Nghị định|Bộ chỉ số|Đề án 06", text) is not None


def copied(plan, seed):
    runs = set()
    source = words(seed)
    for at in range(len(source) - RUN + 1):
        runs.add(tuple(source[at : at + RUN]))
    for place, text, checked in sentences(plan):
        if not checked or (place.endswith("note") and cited(text)):
            continue
        for part in ours(text):
            for at in range(len(part) - RUN + 1):
                if tuple(part[at : at + RUN]) in runs:
                    yield f"{place}: copied “{' '.join(part[at : at + RUN])}” in “{text}”"


def main():
    bad = 0
    for place, name in PLANS.items():
        plan = tomllib.loads((ROOT / "packs" / f"{place}.toml").read_text())
        expected = json.loads((ROOT / "tests/conformance/plans" / f"{name}.json").read_text())
        said = differences(plan, expected)
        seed = SEEDS / f"{name}.txt"
        if seed.exists():
            said += copied(plan, seed.read_text())
        if "--long" in sys.argv:
            for kind, limit in LIMITS.items():
                for at, row in enumerate(plan[kind]):
                    if len(words(row["text"])) > limit:
                        said.append(f"{kind} {at}: {len(words(row['text']))} words: {row['text']}")
        counts = ", ".join(f"{len(plan.get(kind, []))} {kind}" for kind in ("targets", "tasks", "budgets", "figures"))
        print(f"{place}: {counts}" + ("" if seed.exists() else " (no published text here: copying not checked)"))
        for line in said:
            print("  " + line)
        bad += len(said)
    sys.exit(1 if bad else 0)


main()
