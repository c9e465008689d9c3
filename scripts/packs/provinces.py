#!/usr/bin/env python3
"""Writes packs/<province>/org.toml for the sample provinces: agencies after 2025, templates for communes, positions.

    python3 scripts/packs/provinces.py

What is a fact and what is a sample value is said in each file's head and beside each code (`nature`).
"""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# code of the pack: (unit key, name, code of QĐ 20/2020, nature and source of that code)
PROVINCES = {
    "nghe-an": ("p40", "Nghệ An", "H41", "fact", "seen in operating edXML systems and in dossier codes of the province"),
    "son-la": ("p14", "Sơn La", "H52", "sample", "from memory of the QCVN 102:2016 list; check before relying"),
    "quang-ngai": ("p51-2025", "Quảng Ngãi", "H48", "fact", "seen in dossier codes of the province's former one-stop system"),
    "tay-ninh": ("p80-2025", "Tây Ninh", "H53", "sample", "from memory of the QCVN 102:2016 list; check before relying"),
}
FIXED_CODES = {"nghe-an": {"Con Cuông": 77}}  # the commune of the printed examples

DEPARTMENTS = [  # key, name, short, sample number
    ("vp", "Văn phòng Ủy ban nhân dân tỉnh {p}", "VP UBND tỉnh", "office", 1),
    ("snv", "Sở Nội vụ tỉnh {p}", "Sở Nội vụ", "department", 2),
    ("stp", "Sở Tư pháp tỉnh {p}", "Sở Tư pháp", "department", 3),
    ("stc", "Sở Tài chính tỉnh {p}", "Sở Tài chính", "department", 4),
    ("sct", "Sở Công Thương tỉnh {p}", "Sở Công Thương", "department", 5),
    ("snnmt", "Sở Nông nghiệp và Môi trường tỉnh {p}", "Sở NN và MT", "department", 6),
    ("sxd", "Sở Xây dựng tỉnh {p}", "Sở Xây dựng", "department", 7),
    ("skhcn", "Sở Khoa học và Công nghệ tỉnh {p}", "Sở KH và CN", "department", 8),
    ("svhttdl", "Sở Văn hóa, Thể thao và Du lịch tỉnh {p}", "Sở VHTTDL", "department", 9),
    ("sgddt", "Sở Giáo dục và Đào tạo tỉnh {p}", "Sở GD và ĐT", "department", 10),
    ("syt", "Sở Y tế tỉnh {p}", "Sở Y tế", "department", 11),
    ("sdttg", "Sở Dân tộc và Tôn giáo tỉnh {p}", "Sở DT và TG", "department", 12),
    ("ttt", "Thanh tra tỉnh {p}", "Thanh tra tỉnh", "inspectorate", 13),
    ("ttpvhcc", "Trung tâm Phục vụ hành chính công tỉnh {p}", "TTPVHCC tỉnh", "provincial_centre", 14),
    ("cattp", "Chi cục Chất lượng, Chế biến và Phát triển thị trường {p}", "Chi cục CLCB", "division", None),
    ("vpdkdd", "Văn phòng Đăng ký đất đai tỉnh {p}", "VP ĐKĐĐ", "land_office", None),
]
UNDER = {"cattp": ("snnmt", 1), "vpdkdd": ("snnmt", 2)}
FORMER = [  # key, name, successors (first = default), last day + 1
    ("stttt", "Sở Thông tin và Truyền thông tỉnh {p}", ["skhcn", "svhttdl"]),
    ("skhcn-cu", "Sở Khoa học và Công nghệ tỉnh {p}", ["skhcn"]),
    ("skhdt", "Sở Kế hoạch và Đầu tư tỉnh {p}", ["stc"]),
    ("sgtvt", "Sở Giao thông vận tải tỉnh {p}", ["sxd"]),
    ("stnmt", "Sở Tài nguyên và Môi trường tỉnh {p}", ["snnmt"]),
    ("snnptnt", "Sở Nông nghiệp và Phát triển nông thôn tỉnh {p}", ["snnmt"]),
    ("sldtbxh", "Sở Lao động - Thương binh và Xã hội tỉnh {p}", ["snv", "syt", "sgddt", "snnmt"]),
    ("bdt", "Ban Dân tộc tỉnh {p}", ["sdttg"]),
]
NEW_IN_2025 = {"skhcn", "snnmt", "sdttg", "cattp"}

HEAD = """\
# Agencies, positions and delegations of the sample province {name}.  Made by scripts/packs/provinces.py.
#
# FACTS: which agencies exist after 2025-07-01 and what became of the former departments (NĐ 45/2025/NĐ-CP of
#   28/02/2025, then NĐ 150/2025/NĐ-CP; departments were merged on 2025-03-01, the province's own decision was not read); that every commune has a people's committee, an office of the council and
#   committee, the two divisions and a public-service centre, and that police stand outside the commune's tree (NĐ 150/2025, NQ 332/NQ-CP).
# {nature}: the province's own code {code} ({source}).
# SAMPLE VALUES: every code longer than {code} (form per QĐ 20/2020/QĐ-TTg, numbers ours), the set of positions and the delegations.
#   A province replaces them by its own decision on codes and by its own appointments.
format = 1

[province]
unit = "{unit}"
code = "{code}"
code_nature = "{nature_word}"
from = "2025-07-01"
"""

TEMPLATES = [  # key, kind, name, parent, sample number
    ("ubnd", "commune_committee", "Ủy ban nhân dân {unit}", "province", None, "all"),
    ("ttpvhcc", "commune_centre", "Trung tâm Phục vụ hành chính công {unit}", "ubnd", 1, "all"),
    ("vp", "commune_office", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {unit}", "ubnd", 2, "all"),
    ("pkt", "commune_economy", "Phòng Kinh tế {unit}", "ubnd", 3, "Xã"),
    ("pkt", "commune_economy", "Phòng Kinh tế, Hạ tầng và Đô thị {unit}", "ubnd", 3, "Phường"),
    ("pkt", "commune_economy", "Phòng Kinh tế, Hạ tầng và Đô thị {unit}", "ubnd", 3, "Đặc khu"),
    ("pvhxh", "commune_culture", "Phòng Văn hóa - Xã hội {unit}", "ubnd", 4, "all"),
    ("ca", "commune_police", "Công an {unit}", "police", None, "all"),
]

POSITIONS = [  # kind, role, title, signs for its agency
    ("provincial_committee", "chair", "Chủ tịch"), ("provincial_committee", "vice_chair", "Phó Chủ tịch"),
    ("provincial_committee", "administrator", "Quản trị hệ thống"),
    ("office", "head", "Chánh Văn phòng"), ("office", "records_officer", "Văn thư"), ("office", "control_officer", "Kiểm soát thủ tục hành chính"),
    ("department", "head", "Giám đốc"), ("department", "deputy_head", "Phó Giám đốc"), ("department", "division_head", "Trưởng phòng"),
    ("department", "case_officer", "Chuyên viên"), ("department", "records_officer", "Văn thư"),
    ("inspectorate", "head", "Chánh Thanh tra"), ("inspectorate", "case_officer", "Thanh tra viên"),
    ("provincial_centre", "centre_director", "Giám đốc Trung tâm"), ("provincial_centre", "reception_officer", "Công chức tiếp nhận và trả kết quả"),
    ("division", "head", "Chi cục trưởng"), ("division", "deputy_head", "Phó Chi cục trưởng"), ("division", "case_officer", "Chuyên viên"),
    ("land_office", "head", "Giám đốc"), ("land_office", "case_officer", "Viên chức"),
    ("commune_committee", "chair", "Chủ tịch"), ("commune_committee", "vice_chair", "Phó Chủ tịch"),
    ("commune_centre", "centre_director", "Giám đốc Trung tâm"), ("commune_centre", "reception_officer", "Công chức tiếp nhận và trả kết quả"),
    ("commune_office", "head", "Chánh Văn phòng"), ("commune_office", "civil_status_officer", "Công chức tư pháp - hộ tịch"),
    ("commune_office", "records_officer", "Văn thư"),
    ("commune_economy", "head", "Trưởng phòng"), ("commune_economy", "case_officer", "Chuyên viên"),
    ("commune_culture", "head", "Trưởng phòng"), ("commune_culture", "case_officer", "Chuyên viên"),
    ("commune_police", "head", "Trưởng Công an"), ("commune_police", "case_officer", "Cán bộ"),
]
DELEGATIONS = [  # from kind, role -> to kind, role, matter, form, basis, from
    ("commune_committee", "chair", "commune_committee", "vice_chair", "*", "KT", "Phân công công tác của Ủy ban nhân dân cấp xã (giá trị mẫu)", "2025-07-01"),
    ("commune_committee", "chair", "commune_office", "head", "certified_copy", "TUQ", "280/2025/NĐ-CP; quyết định ủy quyền (giá trị mẫu)", "2025-11-01"),
    ("provincial_committee", "chair", "provincial_committee", "vice_chair", "*", "KT", "Phân công công tác của Ủy ban nhân dân tỉnh (giá trị mẫu)", "2025-07-01"),
    ("department", "head", "department", "deputy_head", "*", "KT", "Phân công công tác của Giám đốc Sở (giá trị mẫu)", "2025-07-01"),
    ("division", "head", "division", "deputy_head", "*", "KT", "Phân công công tác của Chi cục trưởng (giá trị mẫu)", "2025-07-01"),
]


def communes(province):
    """Keys and names of the communes of a province after 2025-07-01, by code."""
    found = {}
    for line in open(ROOT / "packs/vietnam/units.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 8 and cells[3] == "commune" and cells[7] == province and cells[2] == "":
            found[cells[0]] = (cells[4], cells[6])
    return [(key, name) for key, (_, name) in sorted(found.items(), key=lambda item: item[1])]


def text(value):
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(section, /, **cells):
    lines = [f"[[{section}]]"]
    lines += [f"{key} = {text(value) if isinstance(value, str) else str(value).lower()}" for key, value in cells.items() if value not in (None, "")]
    return "\n".join(lines) + "\n"


def write(pack):
    unit, name, code, nature, source = PROVINCES[pack]
    # A merged province's agencies all begin on the day of the merger; what its two former provinces had is not told here.
    merged = unit.endswith("-2025")
    first, renewed = ("2025-07-01", "2025-07-01") if merged else ("2025-01-01", "2025-03-01")
    out = [HEAD.format(name=name, code=code, source=source, unit=unit, nature_word=nature,
                       nature="FACT" if nature == "fact" else "SAMPLE VALUE")]
    out.append(table("agency", key="ubnd", kind="provincial_committee", name=f"Ủy ban nhân dân tỉnh {name}",
                     short=f"UBND tỉnh {name}", code=code, nature=nature, legacy=f"000.00.00.{code}", **{"from": first}))
    for key, title, short, kind, number in DEPARTMENTS:
        parent, child = UNDER.get(key, ("ubnd", None))
        if child:
            over = next(d[4] for d in DEPARTMENTS if d[0] == parent)
            own, legacy = f"{code}.{over:02}.{child:02}", f"000.{child:02}.{over:02}.{code}"
        else:
            own, legacy = f"{code}.{number:02}", f"000.00.{number:02}.{code}"
        out.append(table("agency", key=key, parent=parent, kind=kind, name=title.format(p=name), short=short, code=own,
                         nature="sample", legacy=legacy, **{"from": renewed if key in NEW_IN_2025 else first}))
    out.append(table("agency", key="police", kind="provincial_police", name=f"Công an tỉnh {name}", short="Công an tỉnh", **{"from": first}))
    for key, title, successors in [] if merged else FORMER:
        out.append(table("agency", key=key, kind="department", name=title.format(p=name), parent="ubnd",
                         **{"from": "2025-01-01", "to": "2025-03-01"}))
        for number, successor in enumerate(successors):
            share = "whole" if len(successors) == 1 else "default" if number == 0 else "split"
            out.append(table("succession", **{"from": key, "to": successor, "on": "2025-03-01", "share": share,
                                              "basis": "45/2025/NĐ-CP"}))
    for key, kind, title, parent, number, only in TEMPLATES:
        out.append(table("commune_agency", key=key, kind=kind, name=title, parent=parent,
                         code="{code}" if key == "ubnd" else f"{{code}}.{number:02}" if number else None,
                         legacy=f"000.00.{{number}}.{code}" if key == "ubnd" else None,
                         only=None if only == "all" else only))
    for kind, role, title in POSITIONS:
        out.append(table("position", kind=kind, role=role, title=title))
    for from_kind, from_role, to_kind, to_role, matter, form, basis, start in DELEGATIONS:
        out.append(table("delegation", from_kind=from_kind, from_role=from_role, to_kind=to_kind, to_role=to_role,
                         matter=matter, form=form, basis=basis, **{"from": start}))
    keys = communes(unit)
    fixed = FIXED_CODES.get(pack, {})
    taken, number = set(fixed.values()), 40
    lines = ["[commune_codes]  # SAMPLE VALUES, one per commune; a province's own decision replaces them"]
    for key, commune in keys:
        if commune in fixed:
            own = fixed[commune]
        else:
            number += 1
            while number in taken:
                number += 1
            own = number
        lines.append(f'{key} = "{code}.{own}"')
    out.append("\n".join(lines) + "\n")
    target = ROOT / "packs" / pack
    target.mkdir(parents=True, exist_ok=True)
    (target / "org.toml").write_text("\n".join(out), encoding="utf-8", newline="\n")
    print(pack, len(keys), "communes")


if __name__ == "__main__":
    for pack in PROVINCES:
        write(pack)
