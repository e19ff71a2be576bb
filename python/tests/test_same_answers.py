"""The same answers, whoever asks: the program on a Parquet file, and the wheel on the same data in every library."""

import pyarrow.parquet
import pytest
from conftest import KEY, files
from frames import MAKERS, texts

import tizim

KINDS = ("permanent", "special", "temporary", "supplementary")
DATES = {"permanent": "2019-06-08"}


@pytest.fixture(scope="module")
def parquet(nation, tmp_path_factory):
    """The lists as Parquet."""
    folder = tmp_path_factory.mktemp("parquet")
    for kind in KINDS:
        pyarrow.parquet.write_table(texts(nation / f"{kind}.csv"), folder / f"{kind}.parquet", row_group_size=1500)
    return folder


@pytest.fixture(scope="module")
def of_files(parquet, nation):
    lists = {
        kind: tizim.Table(parquet / f"{kind}.parquet", date=DATES.get(kind)) for kind in KINDS
    }
    return tizim.rolls.check(lists, key=KEY, profile=nation / "profile.toml", timestamp=False)


def test_the_program_says_the_same(parquet, nation, program, of_files, tmp_path):
    words = [f"--list={kind}={parquet / kind}.parquet" + (f"@{DATES[kind]}" if kind in DATES else "") for kind in KINDS]
    for edition in (None, "public", "working"):
        out = tmp_path / f"program-{edition}"
        program(
            "rolls", "check", *words, "--profile", nation / "profile.toml", "--key-file", nation / "key",
            "--no-timestamp", "--quiet", "--out", out, *(["--edition", edition] if edition else []),
        )
        mine = tmp_path / f"wheel-{edition}"
        of_files.write(mine, edition)
        theirs = files(out)
        assert files(mine) == theirs
    assert of_files.duplicates_csv() == files(tmp_path / "program-None")["duplicates.csv"]
    assert len(of_files.duplicates) > 20


@pytest.mark.parametrize("library", MAKERS)
def test_a_frame_is_its_file(library, nation, of_files):
    make = MAKERS[library]
    lists = {
        kind: tizim.Table(make(texts(nation / f"{kind}.csv")), name=f"{kind}.parquet", date=DATES.get(kind))
        for kind in KINDS
    }
    report = tizim.rolls.check(lists, key=KEY, profile=nation / "profile.toml", timestamp=False)
    assert report.duplicates_csv() == of_files.duplicates_csv()
    assert report.counts == of_files.counts
    mine, theirs = dict(report.document), dict(of_files.document)
    assert {entry["blake3"] for entry in mine.pop("manifest")["inputs"]} == {"no file"}
    assert "no file" not in {entry["blake3"] for entry in theirs.pop("manifest")["inputs"]}
    assert mine == theirs
    mine_findings, their_findings = report.findings.to_pyarrow(), of_files.findings.to_pyarrow()
    assert mine_findings.equals(their_findings)


def test_days_and_numbers_are_what_they_are(nation, of_files):
    """The same lists with dates as dates and numbers as numbers."""
    lists = {}
    for kind in KINDS:
        frame = texts(nation / f"{kind}.csv").to_pandas()
        frame["birth_date"] = __import__("pandas").to_datetime(frame["birth_date"], format="%Y-%m-%d", errors="coerce")
        lists[kind] = tizim.Table(frame, name=f"{kind}.parquet", date=DATES.get(kind))
    report = tizim.rolls.check(
        lists, key=KEY, profile=nation / "profile.toml", timestamp=False, rules=["iin"], checks=False
    )
    of_texts = tizim.rolls.check(
        {kind: tizim.Table(texts(nation / f"{kind}.csv"), name=f"{kind}.parquet", date=DATES.get(kind)) for kind in KINDS},
        key=KEY, profile=nation / "profile.toml", timestamp=False, rules=["iin"], checks=False,
    )
    assert len(report.duplicates) == len(of_texts.duplicates) > 0
    assert report.counts == of_texts.counts
