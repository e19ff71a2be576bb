"""What cannot be used is refused with a clear exception, and never with a value."""

import datetime
import decimal

import pandas
import polars
import pyarrow
import pytest

import tizim

SECRET = "910907831855"


def check(table, **more):
    # No profile of a country takes a number that nobody can hold; as a number of another document it is compared.
    return tizim.rolls.check({"permanent": table}, rules=["iin", "identifier"], checks=False, **more)


def test_no_table():
    for thing in (7, None, object(), {"iin": [SECRET]}, b"\0"):
        with pytest.raises((TypeError, tizim.InputError, ValueError)) as raised:
            check(thing)
        assert SECRET not in str(raised.value)


def test_a_frame_without_the_columns():
    with pytest.raises(tizim.InputError) as raised:
        check(polars.DataFrame({"colour": ["red"], "size": [7]}))
    error = raised.value
    assert (error.file, error.row) == ("permanent", None)
    assert "iin" in error.expected and "aaaaaa" in error.shape and error.hints
    assert "colour" not in str(error)


def test_no_columns_and_no_rows():
    with pytest.raises(tizim.InputError):
        check(pandas.DataFrame())
    empty = check(polars.DataFrame({"iin": pyarrow.array([], pyarrow.string())}))
    assert len(empty.duplicates) == 0
    assert empty.document["lists"][0]["rows"] == 0


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([[SECRET]], "lists"),
        ([{"number": SECRET}], "structures"),
        ([datetime.timedelta(1)], "lengths of time"),
        (pyarrow.array([datetime.datetime(2000, 1, 1)], pyarrow.timestamp("us", "Asia/Almaty")), "time zone"),
        (pyarrow.array([[1.0, 2.0]], pyarrow.list_(pyarrow.float64(), 2)), "lists"),
    ],
)
def test_columns_that_are_no_cells(values, kind):
    table = pyarrow.table({"iin": values, "surname": ["x"]})
    with pytest.raises(tizim.InputError, match=kind) as raised:
        check(table)
    assert raised.value.column == "iin" and raised.value.file == "permanent" and kind in raised.value.shape
    assert SECRET not in str(raised.value)
    # A column that nobody wants may hold anything.
    assert len(check(pyarrow.table({"iin": [SECRET] * 1, "other": values})).duplicates) == 0


@pytest.mark.parametrize(
    "values",
    [
        [int(SECRET)] * 2,
        [float(SECRET), float(SECRET), None],
        [decimal.Decimal(SECRET)] * 2,
        pyarrow.array([SECRET.encode()] * 2),
        pyarrow.array([SECRET, None, SECRET]).dictionary_encode(),
        pyarrow.chunked_array([[SECRET]] * 2),
        pyarrow.array([int(SECRET)] * 2, pyarrow.uint64()),
        pyarrow.array([decimal.Decimal(SECRET)] * 2, pyarrow.decimal256(40, 2)),
        pyarrow.array([decimal.Decimal(SECRET)] * 2, pyarrow.decimal64(14, 1)),
    ],
)
def test_numbers_of_every_type(values):
    assert len(check(pyarrow.table({"iin": values})).duplicates) == 2


@pytest.mark.parametrize(
    "days",
    [
        [datetime.date(1991, 9, 7)] * 2,
        [datetime.datetime(1991, 9, 7)] * 2,
        ["1991-09-07", "07.09.1991"],
        pyarrow.array([datetime.date(1991, 9, 7)] * 2, pyarrow.date64()),
        pyarrow.array([datetime.datetime(1991, 9, 7)] * 2, pyarrow.timestamp("ns")),
    ],
)
def test_days_of_every_type(days):
    table = pyarrow.table({"surname": ["Ким"] * 2, "given_name": ["Анна"] * 2, "birth_date": days})
    assert len(tizim.rolls.check({"permanent": table}, rules=["name-date"]).duplicates) == 2


def test_ten_thousand_batches():
    batch = pyarrow.record_batch({"iin": pyarrow.array([SECRET])})
    batches = [batch, batch.slice(0, 0)] * 10_000
    report = check(pyarrow.Table.from_batches(batches))
    assert report.document["lists"][0]["rows"] == 10_000
    assert check(pyarrow.RecordBatchReader.from_batches(batch.schema, batches)).counts == report.counts


def test_a_slice_is_what_it_shows():
    table = pyarrow.table({"iin": ["1"] * 5000 + [SECRET] * 2 + ["1"] * 5000}).slice(5000, 2)
    assert len(check(table).duplicates) == 2


def test_a_stream_that_breaks_off():
    schema = pyarrow.schema([("iin", pyarrow.string())])

    def batches():
        yield pyarrow.record_batch([[SECRET] * 3], schema=schema)
        raise RuntimeError(f"no connection to {SECRET}")

    with pytest.raises(tizim.InputError, match="broke off after 3 rows") as raised:
        check(pyarrow.RecordBatchReader.from_batches(schema, batches()))
    assert SECRET not in str(raised.value) and raised.value.file == "permanent"


def test_a_stream_that_was_read_before():
    reader = pyarrow.RecordBatchReader.from_batches(
        pyarrow.schema([("iin", pyarrow.string())]), [pyarrow.record_batch({"iin": [SECRET]})]
    )
    reader.read_all()
    try:
        assert check(reader).document["lists"][0]["rows"] == 0
    except tizim.InputError:
        pass


def test_names_of_tables():
    table = pyarrow.table({"iin": [SECRET] * 2})
    report = tizim.rolls.check({"permanent": [table, tizim.Table(table, name="b")]}, rules=["identifier"], checks=False)
    assert set(report.duplicates.to_pandas()["file"]) == {"permanent", "b"}
    for name in ("", "-", "a/b", "a@2019-01-01", "x#y", "a=b", "x" * 201):
        with pytest.raises(ValueError):
            tizim.Table(table, name=name)
    with pytest.raises(ValueError):
        tizim.rolls.check({"permanent": [tizim.Table(table, name="a"), tizim.Table(table, name="a")]})


def test_keys_and_words():
    table = pyarrow.table({"iin": [SECRET]})
    with pytest.raises(ValueError):
        check(table, key=b"short")
    with pytest.raises(FileNotFoundError):
        check(table, key="no such file")
    assert "Key" in repr(tizim.Key(b"x" * 32)) and "x" * 4 not in repr(tizim.Key(b"x" * 32))
    with pytest.raises(ValueError):
        tizim.rolls.check({"permanent": table}, rules=["colour"])
    with pytest.raises(tizim.InputError):
        tizim.rolls.check({"colour": table})
    with pytest.raises(tizim.InputError):
        tizim.rolls.check({})
    with pytest.raises(ValueError):
        check(table).write("somewhere", edition="secret")
    with pytest.raises(tizim.InputError):
        tizim.rolls.check({"permanent": "no such file.csv"})


def test_nothing_is_replaced_unasked(tmp_path):
    report = check(pyarrow.table({"iin": [SECRET] * 2}))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(tizim.InputError):
            report.write(tmp_path / "out", force=force)
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"
    report.write(tmp_path / "new")
    with pytest.raises(tizim.InputError):
        report.write(tmp_path / "new")
    report.write(tmp_path / "new", force=True)
