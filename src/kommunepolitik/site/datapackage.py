"""Descriptions of open data: a Frictionless data package, and DCAT-AP for a catalogue."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors.marks import N_
from kommunepolitik.i18n import Language
from kommunepolitik.model import Policy
from kommunepolitik.model.text import slug_of
from kommunepolitik.site.open_tables import Column, OpenTable, PolicyData, is_statbank, names_of, source_title

DATAPACKAGE: Final = "datapackage.json"
DCAT: Final = "dcat.jsonld"
GENERATOR: Final = "kommunepolitik"
_EU: Final = "http://publications.europa.eu/resource/authority"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/text/csv"
_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TEXT: Final = N_("A text that begins with =, +, - or @ has an apostrophe before it, so that no program computes it.")
_START, _END = N_("First day of {name}"), N_("Last day of {name}; empty where it has none")
_MADE_UP: Final = N_("{name} does not exist; policy and figures are made up.")
_ABOUT: Final = N_(
    "Indicators, targets, figures and the judgement of each target by its figures. Figures on few people are withheld."
)


@attrs.frozen(kw_only=True)
class Licence:
    """The licence of open data: its address, and its id and title where it is a well-known one."""

    path: str
    name: str = ""
    title: str = ""

    __repr__ = short_repr


@attrs.frozen(kw_only=True)
class OpenDataTerms:
    """The licence of open data, its publisher, and a contact for questions."""

    licence: Licence
    publisher: str
    contact: str
    """An e-mail address, or the address of a page."""

    __repr__ = short_repr

    @property
    def is_email(self) -> bool:
        """Whether the contact is an e-mail address."""
        return "@" in self.contact and "/" not in self.contact


@attrs.frozen(kw_only=True)
class Dataset:
    """The tables of open data, with their common description."""

    policies: Sequence[PolicyData]
    tables: Sequence[OpenTable]
    terms: OpenDataTerms
    day: dt.date | None
    """The reference day of the data; none where neither the judgement nor a figure has one."""

    __repr__ = short_repr

    @property
    def name(self) -> str:
        """The name of the data for programs: the id of its only policy, or a name made from the publisher."""
        listed = [each.policy for each in self.policies]
        return listed[0].id if len(listed) == 1 else f"{slug_of(self.terms.publisher)}-politikker"

    def files(self, words: Language) -> Mapping[str, bytes]:
        """Return all files by name; the tables first."""
        content = {f"{table.name}.csv": table.to_csv() for table in self.tables}
        content[DATAPACKAGE] = _json(_package(self, content, words))
        content[DCAT] = _json(_catalogue(self, content, words))
        return content

    def title(self, words: Language) -> str:
        """Return the title of the data.

        >>> from kommunepolitik.i18n import language
        >>> licence = Licence(path="https://creativecommons.org/licenses/by/4.0/")
        >>> terms = OpenDataTerms(licence=licence, publisher="Nybro Kommune", contact="data@nybro.example")
        >>> Dataset(policies=[], tables=[], terms=terms, day=None).title(language("en"))
        'Nybro Kommune: targets and figures'
        """
        listed = [each.policy.title for each in self.policies]
        subject = listed[0] if len(listed) == 1 else self.terms.publisher
        return words.gettext("{subject}: targets and figures").format(subject=subject)

    def description(self, words: Language) -> str:
        """Return a description of the data in a few sentences."""
        about = [words.gettext(_ABOUT)]
        made_up = {p.policy.municipality.full_name: None for p in self.policies if p.policy.municipality.fictitious}
        about += [words.gettext(_MADE_UP).format(name=name) for name in made_up]
        return " ".join(about)

    @property
    def keywords(self) -> Sequence[str]:
        """The policy areas."""
        return list(dict.fromkeys(each.policy.policy_area for each in self.policies if each.policy.policy_area))

    @property
    def sources(self) -> Sequence[tuple[str, str]]:
        """Title and address of each source of a figure; for tables of Statistikbanken, as their licence requires."""
        found: dict[tuple[str, str], None] = {}
        for each in self.policies:
            known = {source.id: source for source in each.sources}
            for name in dict.fromkeys(str(row["source"]) for row in each.figures if row.get("source")):
                source = known.get(name)
                if is_statbank(name):
                    table = name.partition(":")[2].upper()
                    found[source_title(name), f"https://www.statistikbanken.dk/{table}"] = None
                elif source is None:
                    found[name, ""] = None
                else:
                    maker = f", {source.publisher}" if source.publisher else ""
                    found[f"{source.title}{maker}", source.url or ""] = None
        return list(found)

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day covered by the figures, or else by the policies."""
        periods = [row.get("period") for each in self.policies for row in each.figures]
        periods = [each for each in periods if each] or [each.policy.period for each in self.policies]
        days = [(each.start, each.end) for each in periods if each is not None and each.end is not None]
        return (min(start for start, _ in days), max(end for _, end in days)) if days else None


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _web(address: str) -> bool:
    return re.match(r"https?://", address) is not None


# Frictionless


def _package(dataset: Dataset, content: Mapping[str, bytes], words: Language) -> dict[str, Any]:
    terms, day = dataset.terms, dataset.day
    contact = {"email" if terms.is_email else "path": terms.contact}
    named = {key: text for key, text in attrs.asdict(terms.licence).items() if text}
    found: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": dataset.name,
        "title": dataset.title(words),
        "description": dataset.description(words),
        "generator": GENERATOR,
        "licenses": [named],
        "contributors": [
            {"title": terms.publisher, "role": "publisher", "roles": ["publisher", "contactPoint"], **contact}
        ],
        "resources": [_resource(table, content[f"{table.name}.csv"], words) for table in dataset.tables],
    }
    if dataset.keywords:
        found["keywords"] = dataset.keywords
    if dataset.sources:
        found["sources"] = [{"title": t, **({"path": url} if _web(url) else {})} for t, url in dataset.sources]
    if day is not None:
        found |= {"version": f"{day.year}.{day.month}.{day.day}", "created": f"{day.isoformat()}T00:00:00Z"}
    return found


def _resource(table: OpenTable, content: bytes, words: Language) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [field for column in table.columns for field in _fields(column, words)],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name != "indicators":
        same = ["policy", "indicator"]
        schema["foreignKeys"] = [{"fields": same, "reference": {"resource": "indicators", "fields": same}}]
    return {
        "name": table.name,
        "type": "table",
        "title": words.gettext(table.title),
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _fields(column: Column, words: Language) -> list[dict[str, Any]]:
    text = words.gettext(column.description)
    if column.kind == "period":
        ends = zip(names_of(column)[1:], (_START, _END), strict=True)
        days = [
            {"name": name, "type": "date", "description": words.gettext(of).format(name=column.name)}
            for name, of in ends
        ]
        return [{"name": column.name, "type": "string", "description": text}, *days]
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices:
        constraints["enum"] = list(column.choices)
    elif column.kind == "text":
        text = f"{text}. {words.gettext(_TEXT)}"
    kind = "string" if column.kind == "text" else column.kind
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": text}
    if column.kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return [{**field, "constraints": constraints} if constraints else field]


# DCAT-AP


def _catalogue(dataset: Dataset, content: Mapping[str, bytes], words: Language) -> dict[str, Any]:
    """Return the dataset and its distributions; addresses are relative to the file."""
    terms, span = dataset.terms, dataset.span
    code = words.code
    contact = {"@id": f"mailto:{terms.contact}" if terms.is_email else terms.contact}
    found: dict[str, Any] = {
        "@context": _PREFIXES,
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": {"@value": dataset.title(words), "@language": code},
        "dct:description": {"@value": dataset.description(words), "@language": code},
        "dct:publisher": {"@id": "#publisher", "@type": "foaf:Agent", "foaf:name": terms.publisher},
        "dcat:contactPoint": {
            "@type": "vcard:Kind",
            "vcard:fn": terms.publisher,
            "vcard:hasEmail" if terms.is_email else "vcard:hasURL": contact,
        },
        "dct:license": {"@id": terms.licence.path},
        "dct:language": {"@id": f"{_EU}/language/DAN"},
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dcat:theme": [{"@id": f"{_EU}/data-theme/{theme}"} for theme in ("GOVE", "SOCI")],
        "dct:spatial": _places([each.policy for each in dataset.policies]),
        "dcat:distribution": [_distribution(table, content, dataset, words) for table in dataset.tables],
    }
    if span is not None:
        days = zip(("dcat:startDate", "dcat:endDate"), span, strict=True)
        found["dct:temporal"] = {"@type": "dct:PeriodOfTime", **{name: _date(day) for name, day in days}}
    if dataset.keywords:
        found["dcat:keyword"] = [{"@value": each, "@language": code} for each in dataset.keywords]
    sources = [{"@id": url} for _, url in dataset.sources if _web(url)]
    if sources:
        found["dct:source"] = sources
    return found | _issued(dataset)


def _places(policies: Sequence[Policy]) -> list[dict[str, Any]]:
    """Return the municipalities; a fictitious one has no place."""
    found = {each.municipality: None for each in policies}
    places = [{"@id": f"{_EU}/country/DNK"}] if any(not each.fictitious for each in found) else []
    return [
        *places,
        *(
            {"@type": "dct:Location", "skos:prefLabel": each.full_name, "dct:identifier": each.code or each.name}
            for each in found
        ),
    ]


def _distribution(table: OpenTable, content: Mapping[str, bytes], dataset: Dataset, words: Language) -> dict[str, Any]:
    name = f"{table.name}.csv"
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
        "spdx:checksumValue": {"@value": hashlib.sha256(content[name]).hexdigest(), "@type": "xsd:hexBinary"},
    }
    return {
        "@id": f"#{table.name}",
        "@type": "dcat:Distribution",
        "dct:title": {"@value": words.gettext(table.title), "@language": words.code},
        "dcat:accessURL": {"@id": name},
        "dcat:downloadURL": {"@id": name},
        "dct:format": {"@id": f"{_EU}/file-type/CSV"},
        "dcat:mediaType": {"@id": _MEDIA},
        "dcat:byteSize": {"@value": str(len(content[name])), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": checksum,
        "dct:license": {"@id": dataset.terms.licence.path},
        **_issued(dataset),
    }


def _issued(dataset: Dataset) -> dict[str, Any]:
    return {} if dataset.day is None else {f"dct:{name}": _date(dataset.day) for name in ("issued", "modified")}


def _date(day: dt.date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
