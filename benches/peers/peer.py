"""One piece of work by one peer, as a process of its own: `peer.py PEER WORK OUT ROLL [SPECIAL]`.

WORK is `iin`, `name-date`, `across` or `both` (within and across), and writes the rows of all groups, as tizim does
(without its masks and its verdicts); or one of these with `-keys`, which writes the keys and how many rows have them, and
is less work.
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
    peers = {"duckdb": duckdb_work, "polars": polars_work}
    peers[peer](work.removesuffix("-keys"), not work.endswith("-keys"), out, roll, special[0] if special else None)
