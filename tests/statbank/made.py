"""Made-up tables of Nybro and the policies that ask for them."""

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.statbank.server import Cell, Table, Variable

AREAS = {
    "000": "Hele landet",
    "081": "Region Nordjylland",
    "330": "Slagelse",
    "370": "Næstved",
    "411": "Christiansø",
    "900": "Nybro",
}
ORIGINS = {
    "1": "Personer med dansk oprindelse",
    "24": "Indvandrere fra ikke-vestlige lande",
    "34": "Efterkommere fra ikke-vestlige lande",
}
AGES = {
    "TOT": "Alder i alt",
    "16-24": "16-24 år",
    "25-29": "25-29 år",
    "30-64": "30-64 år",
    "65-": "65 år og derover",
}


def number(codes: Mapping[str, str]) -> Cell:
    """Return a made-up number of people that depends on the codes; of those in all, some are in work."""
    rest = "".join(f"{name}={code};" for name, code in sorted(codes.items()) if name != "SOCIO")
    chance = zlib.crc32(rest.encode())
    everybody = 100 + chance % 900
    return everybody if codes["SOCIO"] == "00" else everybody * (40 + chance % 41) // 100


def table(*times: str, id: str = "NYB201", **more: object) -> Table:
    """Return a table like those of employment: areas, origin, age, sex (may be left out), occupation and time."""
    times = times or ("2022", "2023", "2024")
    fields = {"cell": number, **more}
    return Table(
        id=id,
        text="Befolkningen efter område, herkomst, alder og socioøkonomisk status",
        variables=[
            Variable(id="OMRÅDE", text="område", values=dict(AREAS)),
            Variable(id="HERKOMST", text="herkomst", values=dict(ORIGINS)),
            Variable(id="ALDER", text="alder", values=dict(AGES)),
            Variable(id="KØN", text="køn", values={"TOT": "I alt", "M": "Mænd", "K": "Kvinder"}, elimination=True),
            Variable(id="SOCIO", text="status", values={"00": "I alt", "02": "Beskæftigede i alt"}),
            Variable(id="Tid", text="tid", values={time: time for time in times}, time=True),
        ],
        **fields,  # type: ignore[arg-type]
    )


SHARE = """\
table: NYB201
areas: {variable: OMRÅDE, values: [own, "000", Næstved]}
time: {variable: Tid, values: ">=2023"}
sum:
  HERKOMST: [Indvandrere fra ikke-vestlige lande, "34"]
  ALDER: {from: 25, to: 64}
share: {of: {SOCIO: [Beskæftigede i alt]}, in: {SOCIO: [I alt]}}
"""
HEAD = """\
kommunepolitik: 1
id: integration
title: Integrationspolitik
municipality: {name: Nybro, fictitious: true}
period: 2022..2027
"""


def indicator(statbank: str, id: str = "job", unit: str = "%") -> str:
    """Return an indicator of a policy file that is fetched."""
    lines = [f"- id: {id}", f"  title: I job ({id})", f'  unit: "{unit}"', "  direction: increase"]
    lines += ["  data_source:", "    keeper: Danmarks Statistik", "    lag: 7", "    statbank:"]
    lines += [f"      {line}" for line in statbank.splitlines()]
    return "".join(f"  {line}\n" for line in lines)


def share_of(cells: Callable[[Mapping[str, str]], Cell], area: str, time: str) -> float:
    """Return the share of `SHARE` that a person finds by adding up: 24 and 34, from 25 to 64 years."""
    chosen = [
        {"OMRÅDE": area, "Tid": time, "KØN": "TOT", "HERKOMST": h, "ALDER": a} for h in ("24", "34") for a in AGES
    ]
    chosen = [each for each in chosen if each["ALDER"] in ("25-29", "30-64")]
    work, everybody = (sum(float(cells({**each, "SOCIO": code})) for each in chosen) for code in ("02", "00"))
    return work / everybody * 100


def folder(place: Path, *indicators: str, head: str = HEAD) -> Path:
    """Write a policy into a folder of its own."""
    place.mkdir(parents=True, exist_ok=True)
    text = head + "indicators:\n" + "".join(indicators or [indicator(SHARE)])
    (place / "policy.yaml").write_text(text, "utf-8")
    return place
