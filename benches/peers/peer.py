"""One piece of work by one peer, as a process of its own: `peer.py PEER WORK OUT ROLL [SPECIAL]`.

WORK is `iin`, `name-date`, `across` or `both` (within and across), and writes the rows of all groups, as tizim does
(without its masks and its verdicts); or one of these with `-keys`, which writes the keys and how many rows have them, and
is less work.

WORK `default` is what tizim does without any option, as far as SQL says it: `peer.py duckdb default OUT FOLDER` reads the
lists and precincts of a whole nation once into memory, and writes the rows of groups by number and by name and date,
counts by precinct beside those stated, numbers that are none, numbers against birth dates, ages, and voters by address.
"""

import sys

KEYS = {"iin": ["iin"], "across": ["iin"], "both": ["iin"], "name-date": ["surname", "given_name", "patronymic", "birth_date"]}


def duckdb_work(work, rows, out, roll, special):
    import duckdb

    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    table = f"read_csv('{roll}', header = true, all_varchar = true)"
    other = f"read_csv('{special}', header = true, all_varchar = true)"
    if work == "both":
        table = f"(SELECT 'permanent' AS list, * FROM {table} UNION ALL SELECT 'special', * FROM {other})"
    keys = ", ".join(KEYS[work])
    groups = f"SELECT {keys}, count(*) AS rows FROM {table} GROUP BY {keys} HAVING count(*) > 1"
    if work == "across" and rows:
        query = (
            f"SELECT 'permanent' AS list, a.* FROM {table} a SEMI JOIN {other} b USING (iin) UNION ALL "
            f"SELECT 'special', b.* FROM {other} b SEMI JOIN {table} a USING (iin)"
        )
    elif work == "across":
        query = f"SELECT DISTINCT a.iin FROM {table} a SEMI JOIN {other} b USING (iin)"
    elif rows:
        # A missing patronymic is like another missing one.
        same = " AND ".join(f"t.{key} IS NOT DISTINCT FROM g.{key}" for key in KEYS[work])
        query = f"SELECT t.* FROM {table} t SEMI JOIN ({groups}) g ON {same}"
    else:
        query = groups
    database.execute(f"COPY ({query}) TO '{out}' (HEADER)")


LISTS = ["permanent", "special", "temporary", "supplementary", "residence-certificates"]
COLUMNS = "iin, surname, given_name, patronymic, birth_date, region, precinct, address"


def duckdb_default(out, folder, lists):
    import os

    import duckdb

    os.makedirs(out, exist_ok=True)
    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    read = lambda kind: f"SELECT '{kind}' AS list, {COLUMNS} FROM read_csv('{folder}/{kind}.csv', header = true, all_varchar = true)"
    database.execute(f"CREATE TEMP TABLE roll AS {' UNION ALL '.join(read(kind) for kind in lists)}")
    day, age = "DATE '2019-06-09'", 18
    born = "try_cast(birth_date AS DATE)"
    names = "surname, given_name, patronymic, birth_date"
    same = " AND ".join(f"r.{key} IS NOT DISTINCT FROM g.{key}" for key in names.split(", "))
    works = {
        "iin": "SELECT r.* FROM roll r SEMI JOIN (SELECT iin FROM roll GROUP BY iin HAVING count(*) > 1) g USING (iin)",
        "name-date": f"SELECT r.* FROM roll r SEMI JOIN (SELECT {names} FROM roll WHERE length(birth_date) = 10 "
        f"GROUP BY {names} HAVING count(*) > 1) g ON {same}",
        "precincts": f"SELECT r.*, p.voters FROM (SELECT region, precinct, list, count(*) AS rows FROM roll GROUP BY ALL) r "
        f"FULL JOIN read_csv('{folder}/precincts.csv', header = true, all_varchar = true) p USING (region, precinct)",
        "numbers": "SELECT * FROM roll WHERE NOT regexp_full_match(iin, '[0-9]{12}')",
        "against": f"SELECT * FROM roll WHERE regexp_full_match(iin, '[0-9]{{12}}') AND substr(iin, 1, 6) <> strftime({born}, '%y%m%d')",
        "under-age": f"SELECT * FROM roll WHERE length(birth_date) = 10 AND {born} + INTERVAL {age} YEAR > {day}",
        "addresses": "SELECT region, precinct, address, count(*) AS voters FROM roll WHERE list = 'permanent' GROUP BY ALL HAVING count(*) >= 20",
    }
    for name, query in works.items():
        database.execute(f"COPY ({query}) TO '{out}/{name}.csv' (HEADER)")


def polars_work(work, rows, out, roll, special):
    import polars

    scan = lambda path: polars.scan_csv(path, infer_schema=False)
    keys = KEYS[work]
    if work == "both":
        listed = lambda path, name: polars.scan_csv(path, infer_schema=False).with_columns(list=polars.lit(name))
        both_lists = polars.concat([listed(roll, "permanent"), listed(special, "special")])
        scan = lambda path: both_lists
    groups = scan(roll).select(keys).group_by(keys).agg(polars.len().alias("rows")).filter(polars.col("rows") > 1)
    if work == "across" and rows:
        both = [
            scan(one).join(scan(other).select("iin"), on="iin", how="semi") for one, other in [(roll, special), (special, roll)]
        ]
        frame = polars.concat(both)
    elif work == "across":
        frame = scan(roll).select("iin").join(scan(special).select("iin"), on="iin", how="semi").unique()
    elif rows:
        frame = scan(roll).join(groups, on=keys, how="semi", nulls_equal=True)
    else:
        frame = groups
    frame.sink_csv(out)


if __name__ == "__main__":
    peer, work, out, roll, *special = sys.argv[1:]
    if work == "default":
        sys.exit(duckdb_default(out, roll, LISTS))
    if work == "default-permanent":
        sys.exit(duckdb_default(out, roll, LISTS[:1]))
    peers = {"duckdb": duckdb_work, "polars": polars_work}
    peers[peer](work.removesuffix("-keys"), not work.endswith("-keys"), out, roll, special[0] if special else None)
