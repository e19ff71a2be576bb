"""One piece of work by one peer, as a process of its own: `peer.py PEER WORK OUT ROLL [SPECIAL]`."""

import sys

NAME = ["surname", "given_name", "patronymic", "birth_date"]


def duckdb_work(work, out, roll, special):
    import duckdb

    database = duckdb.connect()
    database.execute("SET preserve_insertion_order = false")
    table = f"read_csv('{roll}', header = true, all_varchar = true)"
    if work == "across":
        query = (
            f"SELECT DISTINCT a.iin FROM {table} a SEMI JOIN "
            f"read_csv('{special}', header = true, all_varchar = true) b ON a.iin = b.iin"
        )
    else:
        keys = "iin" if work == "iin" else ", ".join(NAME)
        query = f"SELECT {keys}, count(*) AS rows FROM {table} GROUP BY {keys} HAVING count(*) > 1"
    database.execute(f"COPY ({query}) TO '{out}' (HEADER)")


def polars_work(work, out, roll, special):
    import polars

    scan = lambda path: polars.scan_csv(path, infer_schema=False)
    if work == "across":
        frame = scan(roll).select("iin").join(scan(special).select("iin"), on="iin", how="semi").unique()
    else:
        keys = ["iin"] if work == "iin" else NAME
        frame = scan(roll).select(keys).group_by(keys).agg(polars.len().alias("rows")).filter(polars.col("rows") > 1)
    frame.collect(engine="streaming").write_csv(out)


if __name__ == "__main__":
    peer, work, out, roll, *special = sys.argv[1:]
    {"duckdb": duckdb_work, "polars": polars_work}[peer](work, out, roll, special[0] if special else None)
