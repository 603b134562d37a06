"""What can go wrong on the way to Statistikbanken and back: a clear error, and nothing changed."""

import socket
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from kommunepolitik.statbank import Manners
from tests.files import contents
from tests.statbank.asked import QUICK, changes, problems, refreshed
from tests.statbank.made import SHARE, folder, indicator, number, table
from tests.statbank.server import (
    Fault,
    StatbankServer,
    cut_off,
    nothing,
    page,
    refusal,
    silent,
)
from tests.statbank.server import content as text

INFO = "the answer about NYB201 is not as Statistikbanken writes it ("


@pytest.mark.parametrize(
    ("fault", "times", "message"),
    [
        (refusal("EXTRACT-NOTFOUND", "Værdien"), 1, "Statistikbanken does not know the table NYB201, or what is chosen of it: Værdien"),
        (refusal("EXTRACT-NOTALLOWED", "Køn"), 1, "Statistikbanken needs a choice for each variable of NYB201: Køn"),
        (
            refusal("REQUEST-LIMIT", "For mange"),
            1,
            "too many cells of NYB201 are asked for; choose fewer areas, times or values: For mange",
        ),
        (
            refusal("REQUEST-MISSING", "Format"),
            1,
            "Statistikbanken does not understand the request for NYB201: Format; the address may be wrong, or this library too old",
        ),
        (refusal("ANDET", "Noget"), 1, "Statistikbanken refuses the request for NYB201 (ANDET): Noget"),
        (refusal("ANDET", "Senere", 503), 3, "Statistikbanken refuses the request for NYB201 (ANDET): Senere"),
        (page(502), 3, "{url} answers 502 and a page in place of data (Bad Gateway); try again later, or check --url"),
        (page(429, "Langsommere"), 3, "{url} answers 429 and a page in place of data (Langsommere); try again later, or check --url"),
        (page(404, "Findes ikke"), 1, "{url} answers 404 and a page in place of data (Findes ikke); try again later, or check --url"),
        (page(200, "Log ind"), 1, "{url} answers 200 and a page in place of data (Log ind); try again later, or check --url"),
        (page(302, "Andetsteds"), 1, "{url} answers 302 and a page in place of data (Andetsteds); try again later, or check --url"),
        (text("[" * 100_000, 400), 1, "{url} answers 400 and a page in place of data ([[[["),
        (cut_off, 3, "the answer about NYB201 was cut off ("),
        (text(""), 1, INFO + "is not valid JSON"),
        (text("[]"), 1, INFO),
        (text("[" * 100_000), 1, INFO + "is not valid JSON: too deeply nested"),
        (text('{"id": "ANDEN"}'), 1, INFO + "ValueError: the answer is about ANDEN"),
        (text('{"id": "NYB201", "updated": "i går", "variables": []}'), 1, INFO + "ValueError"),
        (text('{"id": "NYB201", "updated": "2026-08-10T08:00:00", "variables": [{"id": 5, "values": []}]}'), 1, INFO),
    ],
)  # fmt: skip
def test_a_failure_is_reported_for_what_it_is(
    tmp_path: Path, server: StatbankServer, fault: Fault, times: int, message: str
) -> None:
    """What may pass is asked again; what is refused is not."""
    place = folder(tmp_path)
    before = contents(place)
    server.faults = [fault] * 5
    (found,) = problems(refreshed(place, server))
    assert found.startswith(message.format(url=server.url))
    assert len(server.requests) == times
    assert contents(place) == before


def test_an_answer_that_does_not_come_is_given_up(tmp_path: Path, server: StatbankServer) -> None:
    """And the address is not asked again for each indicator."""
    place = folder(tmp_path, indicator(SHARE), indicator(SHARE.replace("NYB201", "NYB202"), "andet"))
    server.faults = [silent] * 5
    found = refreshed(place, server, manners=attrs.evolve(QUICK, read=0.05))
    assert problems(found) == [f"{server.url} does not answer in time; try again later, or use --offline"] * 2
    assert len(server.requests) == 3


def test_an_answer_that_comes_too_slowly_is_given_up(tmp_path: Path, server: StatbankServer) -> None:
    """Each part in time, and yet no end."""
    found = refreshed(folder(tmp_path), server, manners=attrs.evolve(QUICK, longest=-1.0))
    assert problems(found) == [f"{server.url} does not answer in time; try again later, or use --offline"]


def test_without_a_connection_nothing_is_changed(tmp_path: Path, server: StatbankServer) -> None:
    """A port that nobody listens to."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        (found,) = problems(refreshed(folder(tmp_path), server, url=url))
    assert found.startswith(f"no connection to {url} (")
    assert found.endswith("); try again later, or use --offline")


@pytest.mark.parametrize("url", ["api.statbank.dk", "ftp://x", "http://", "http://[", "http://x:port", "javascript:x"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, server: StatbankServer, url: str) -> None:
    """With one that is right."""
    assert problems(refreshed(folder(tmp_path), server, url=url)) == [
        f"'{url}' is not an address; write one such as https://api.statbank.dk"
    ]


def test_pauses_grow_and_requests_keep_their_distance(tmp_path: Path, server: StatbankServer) -> None:
    """Four requests a second at most."""
    pauses: list[float] = []
    server.faults = [page(500), page(500)]
    slow = Manners(pause=1000.0, waits=(2.0, 8.0), sleep=pauses.append)
    changes(refreshed(folder(tmp_path), server, manners=slow))
    assert [round(pause, -1) for pause in pauses] == [0.0, 1000.0, 10.0, 1000.0, 1000.0]
    assert Manners().pause == 0.25
    assert list(Manners().waits) == sorted(Manners().waits)


def test_an_answer_that_never_ends_is_not_kept_in_memory(tmp_path: Path, server: StatbankServer) -> None:
    """Its size is bounded."""
    place = folder(tmp_path)
    found = refreshed(place, server, manners=attrs.evolve(QUICK, most_bytes=1000))
    assert problems(found) == ["the answer about NYB201 is larger than 1000 bytes; choose fewer areas or times"]


def lines(change: Callable[[list[str]], list[str]]) -> Fault:
    """Answer with other lines than those of the cells."""
    places = [("000", "370", "900"), ("24", "34"), ("25-29", "30-64"), ("02", "00"), ("2023", "2024")]
    rows = [[]]
    for codes in places:
        rows = [[*row, code] for row in rows for code in codes]
    return text(
        "\r\n".join(change(["OMRÅDE;HERKOMST;ALDER;SOCIO;TID;INDHOLD", *(";".join([*row, "5"]) for row in rows)]))
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda values: values[:-1], "the answer about NYB201 has 47 of 48 cells; nothing is changed: try again"),
        (lambda values: values[:1], "the answer about NYB201 has 0 of 48 cells; nothing is changed: try again"),
        (lambda values: [*values, values[-1]], INFO + "row 50 is there twice)"),
        (lambda values: [*values[:-1], values[-1].replace("370", "259").replace("900", "259")], INFO + "'259')"),
        (lambda values: [*values[:-1], "900;34"], INFO + "row 49)"),
        (lambda values: [values[0].replace("TID", "AAR"), *values[1:]], INFO + "OMRÅDE; HERKOMST; ALDER; SOCIO; AAR; INDHOLD)"),
        (lambda values: [], INFO + "–)"),
        (lambda values: [*values[:-1], values[-1][:-1] + "1.5"], "the answer about NYB201 has '1.5' where a number is expected (900,"),
        (lambda values: [*values[:-1], values[-1][:-1]], "the answer about NYB201 has '' where a number is expected (900,"),
        (lambda values: [*values[:-1], values[-1][:-1] + "9" * 400], "the answer about NYB201 has '999"),
        (lambda values: [*values[:-1], values[-1][:-1] + '"5'], INFO),
        (lambda values: ["x" * 200_000], INFO),
    ],
)  # fmt: skip
def test_cells_that_are_not_whole_are_refused(
    tmp_path: Path, server: StatbankServer, change: Callable[[list[str]], list[str]], message: str
) -> None:
    """A figure is never made from a part of its cells."""
    place = folder(tmp_path)
    before = contents(place)
    server.faults = [nothing, lines(change)]
    (found,) = problems(refreshed(place, server))
    assert found.startswith(message)
    assert contents(place) == before


def test_whole_cells_in_another_order_are_read(tmp_path: Path, server: StatbankServer) -> None:
    """Each row names its codes."""
    place = folder(tmp_path)
    server.faults = [nothing, lines(lambda values: [values[0].lower(), *reversed(values[1:])])]
    assert len(changes(refreshed(place, server))) == 6


def test_the_address_is_in_the_settings(tmp_path: Path, server: StatbankServer) -> None:
    """Beside the policies; what is wrong there is a problem of the policy."""
    place = folder(tmp_path / "integration")
    (tmp_path / "kommunepolitik.toml").write_text(f'language = "da"\n[statbank]\nurl = "{server.url}/"\n', "utf-8")
    assert len(changes(refreshed(tmp_path, server, url=None))) == 6
    (tmp_path / "kommunepolitik.toml").write_text('[statbank]\nadresse = "x"\n', "utf-8")
    (found,) = problems(refreshed(place, server, url=None))
    assert found == "unknown key 'adresse'; did you mean 'url'?"


def test_the_server_answers_as_statistikbanken_does(server: StatbankServer) -> None:
    """Both forms of request, both languages' decimal marks, wildcards, and JSON-stat that our reader reads."""
    import httpx

    from kommunepolitik.observations.json_stat import read_json_stat

    server.add(table(cell=lambda codes: 1.5 if codes["OMRÅDE"] == "000" else number(codes)))
    chosen = "OMRÅDE=000,3*&HERKOMST=24&ALDER=16-24&SOCIO=02&Tid=(-n%2B2)"
    for lang, figure in (("da", "1,5"), ("en", "1.5")):
        url = f"{server.url}/v1/data/nyb201/CSV?lang={lang}&valuePresentation=Code&delimiter=Semicolon&{chosen}"
        answer = httpx.get(url).text
        assert answer.startswith("\ufeffOMRÅDE;HERKOMST;ALDER;SOCIO;TID;INDHOLD\r\n000;24;16-24;02;2023;" + figure)
    cube = read_json_stat(httpx.get(f"{server.url}/v1/data/nyb201/JSONSTAT?{chosen}").text)
    assert {role: id for id, role in cube.roles.items() if role} == {
        "geo": "OMRÅDE",
        "time": "Tid",
        "metric": "ContentsCode",
    }
    assert len([*cube.rows()]) == 6  # the country, Slagelse and Næstved in two years
    assert httpx.get(f"{server.url}/v1/data/nyb201/BULK?{chosen}").json()["errorTypeCode"] == "EXTRACT-NOTALLOWED"
