"""Every public function, on files and on tables in memory."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pandas
import polars
import pyarrow
import pytest
from conftest import KEY, files
from frames import MAKERS, texts

import tizim

DISTRICTS = {
    "id": ["1", "2", "3", "4"],
    "name": ["North", "South", "East", "West"],
    "region": ["A", "A", "B", "B"],
    "voters": [400_000, 500_000, 300_000, 600_000],
}


@pytest.mark.parametrize("make", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_districts(make, program, tmp_path):
    (tmp_path / "key").write_bytes(KEY)
    report = tizim.districts.audit(make(DISTRICTS), by="region", timestamp=False)
    (tmp_path / "districts.csv").write_text(pandas.DataFrame(DISTRICTS).to_csv(index=False))
    of_file = tizim.districts.audit(tmp_path / "districts.csv", by="region", key=KEY, timestamp=False)
    shown = json.loads(
        program(
            "districts", "audit", tmp_path / "districts.csv", "--by", "region", "--format", "json", "--no-timestamp",
            "--key-file", tmp_path / "key",
        )
    )
    assert of_file.document == shown
    assert report.document["groups"] == shown["groups"]
    assert report.counts and len(report.findings) > 0
    assert report.findings.column_names[:2] == of_file.findings.column_names[:2]
    for name in ("report.json", "report.html", "report.csv", "report.xlsx"):
        of_file.write(tmp_path / f"mine-{name}")
        program(
            "districts", "audit", "districts.csv", "--by", "region", "--no-timestamp", "--quiet",
            "--key-file", "key", "--out", f"theirs-{name}", cwd=tmp_path,
        )
        if name != "report.xlsx":
            assert (tmp_path / f"mine-{name}").read_bytes() == (tmp_path / f"theirs-{name}").read_bytes()


def test_the_built_in_districts():
    report = tizim.districts.audit()
    assert len(report.document["units"]) == 29
    assert "iframe" in report._repr_html_() and "DIST" in repr(report) and str(report)


def test_apportionment():
    table = polars.DataFrame({"name": ["a", "b", "c"], "voters": [50, 30, 20]})
    answer = tizim.districts.apportion(table, 10)
    assert answer.seats["webster"] == {"a": 5, "b": 3, "c": 2}
    assert answer.document["methods"]
    with pytest.raises(tizim.InputError):
        tizim.districts.apportion(table, 2)


def test_assignment(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 51], [70, 50]]]}
    feature = {"type": "Feature", "properties": {"id": "7"}, "geometry": square}
    file = tmp_path / "map.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    points = pandas.DataFrame({"id": ["in", "out", "edge"], "lon": [70.5, 60.0, 70.0], "lat": [50.5, 50.5, 50.5]})
    answer = tizim.boundaries.assign(points, file)
    assert answer.points.to_pandas()["result"].tolist() == ["district", "gap", "boundary"]
    assert answer.counts["district"] == 1 and answer.points.to_polars()["district"][0] == "7"
    with pytest.raises(tizim.InputError):
        tizim.boundaries.assign(points, tmp_path / "nothing.geojson")


def test_certificates(nation, program):
    names = {"precincts": "precincts.csv", "certificates": "certificates.csv", "forms": "forms.csv"}
    of_files = tizim.avc.audit(**{name: nation / file for name, file in names.items()}, timestamp=False, key=KEY)
    shown = program(
        "avc", "audit", *(f"--{name}={nation / file}" for name, file in names.items()),
        "--format", "json", "--no-timestamp", "--quiet", "--key-file", nation / "key",
    )
    assert of_files.document == json.loads(shown)
    of_frames = tizim.avc.audit(**{name: polars.from_arrow(texts(nation / file)) for name, file in names.items()})
    assert of_frames.counts == of_files.counts
    assert tizim.avc.audit().document["profile"] == "kz-2019"


def test_probable_duplicates(nation, program, tmp_path):
    kinds = ("special", "temporary")
    of_files = tizim.rolls.link({kind: nation / f"{kind}.csv" for kind in kinds}, key=KEY, timestamp=False)
    program(
        "rolls", "link", *(f"--list={kind}={nation / kind}.csv" for kind in kinds), "--key-file", nation / "key",
        "--no-timestamp", "--quiet", "--out", tmp_path / "theirs",
    )
    of_files.write(tmp_path / "mine")
    assert files(tmp_path / "mine") == files(tmp_path / "theirs")
    of_frames = tizim.rolls.link({kind: texts(nation / f"{kind}.csv") for kind in kinds}, key=KEY)
    pairs = of_frames.pairs.to_pandas()
    assert len(pairs) == len(of_files.pairs) and pairs["probability"].between(0, 1).all()
    assert len(of_frames.clusters) == len(of_files.clusters)
    assert of_frames.households.column_names == of_frames.pairs.column_names


@pytest.mark.parametrize("library", MAKERS)
def test_keys_and_normal_forms(library, nation):
    table = texts(nation / "permanent.csv")
    keys = tizim.keys(MAKERS[library](table), key=KEY, rules=["iin", "name-date"]).to_pandas()
    assert keys["row"].tolist() == list(range(1, len(table) + 1))
    again = tizim.keys(nation / "permanent.csv", key=nation / "key", rules=["iin", "name-date"]).to_pandas()
    for column in ("iin_hi", "iin_lo", "name-date_hi", "name-date_lo"):
        assert keys[column].equals(again[column])
    other = tizim.keys(table, key=KEY[::-1], rules=["iin"]).to_pandas()
    assert (other["iin_hi"] != keys["iin_hi"]).any()
    rows = tizim.normalise(MAKERS[library](table)).to_pandas()
    assert len(rows) == len(table) and rows["surname"].notna().any()
    # Rows that are equal under a rule are equal in the forms that it compares, and the other way round.
    has_key = keys["name-date_hi"].notna()
    forms = rows[has_key].groupby(["surname", "given_name", "patronymic", "birth_date"], dropna=False)
    assert has_key.sum() > 3000
    assert forms.ngroups == keys[has_key].groupby(["name-date_hi", "name-date_lo"]).ngroups


def test_keys_find_the_groups_of_a_check(nation):
    table = texts(nation / "permanent.csv")
    keys = tizim.keys(table, key=KEY, rules=["iin"]).to_pandas().dropna(subset=["iin_hi"])
    groups = keys.groupby(["iin_hi", "iin_lo"])["row"].count()
    report = tizim.rolls.check({"permanent": table}, key=KEY, rules=["iin"], checks=False)
    found = report.duplicates.to_pandas().groupby("group")["row"].nunique()
    assert sorted(groups[groups > 1]) == sorted(found)


def test_a_report_is_verified(nation, tmp_path):
    report = tizim.rolls.check({"special": nation / "special.csv"}, key=nation / "key", timestamp=False)
    report.write(tmp_path / "out")
    assert tizim.verify(tmp_path / "out", nation, key_file=nation / "key")
    with (tmp_path / "out" / "findings.csv").open("a") as file:
        file.write("\n")
    changed = tizim.verify(tmp_path / "out", nation, key_file=nation / "key")
    assert not changed and "findings.csv" in repr(changed)
    report = tizim.rolls.check({"special": texts(nation / "special.csv")}, key=KEY)
    report.write(tmp_path / "memory")
    with pytest.raises(tizim.InputError, match="in memory"):
        tizim.verify(tmp_path / "memory", nation)


def test_columns_are_named(nation):
    table = pandas.DataFrame({"Nr": ["910907831855", "910907831855"], "wer": ["x", "y"]})
    report = tizim.rolls.check({"permanent": table}, columns={"iin": "Nr"}, rules=["identifier"], checks=False)
    assert len(report.duplicates) == 2
    assert any("not used" in note for note in report.notes)


def test_names_are_shown_only_when_asked(nation):
    table = texts(nation / "permanent.csv")
    names = set(table["surname"].to_pylist()) - {None}
    masked = tizim.rolls.check({"permanent": table}, key=KEY)
    assert not any(name in str(masked.duplicates.to_pandas()["person"].tolist()) for name in names if len(name) > 4)
    shown = tizim.rolls.check({"permanent": table}, key=KEY, reveal=True)
    assert any(name in str(shown.duplicates.to_pandas()["person"].tolist()) for name in names)


def test_the_program(program, tmp_path):
    assert "tizim" in program("--version")
    program("rolls", "check", status=2)
    program("synth", "--voters", "1000", "--quiet", "--out", tmp_path / "nation")
    assert (tmp_path / "nation" / "permanent.csv").exists()


def test_a_workbook_of_an_old_format_is_read_apart(tmp_path):
    """The process apart is this interpreter; damage ends it and not this one."""
    file = tmp_path / "roll.xls"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 5000)
    with pytest.raises(tizim.InputError, match="roll.xls"):
        tizim.rolls.check({"permanent": file})


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_is_heard(tmp_path):
    """While a stream gives nothing, and while an audit goes on."""
    script = textwrap.dedent(
        """
        import sys, time, threading, pyarrow, tizim
        def batches():
            while True:
                yield pyarrow.record_batch({"iin": ["910907831855"] * 1000})
                time.sleep(0.01)
        reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("iin", pyarrow.string())]), batches())
        print("ready", flush=True)
        try:
            tizim.rolls.check({"permanent": reader})
        except KeyboardInterrupt:
            print("heard", flush=True)
        answer = tizim.districts.apportion(pyarrow.table({"name": ["a"], "voters": [1]}), 29)
        print(answer.seats["webster"]["a"], flush=True)
        import os
        os._exit(0)
        """
    )
    started = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert started.stdout.readline() == "ready\n"
    __import__("time").sleep(1)
    started.send_signal(signal.SIGINT)
    out, _ = started.communicate(timeout=60)
    assert out == "heard\n29\n"


def test_calls_from_threads_take_turns():
    from concurrent.futures import ThreadPoolExecutor

    table = pyarrow.table({"name": ["a", "b"], "voters": [3, 1]})
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda seats: tizim.districts.apportion(table, seats).seats["webster"]["a"], [4, 8] * 4))
    assert answers == [3, 6] * 4
