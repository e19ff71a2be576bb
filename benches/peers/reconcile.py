"""Times tizim and DuckDB on two versions of one list, interleaved, checks that the answers are equal, prints one table."""

import argparse
import csv
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from compare import timed

HERE = Path(__file__).parent
COMPARED = ("surname", "given_name", "patronymic", "birth_date", "region", "precinct")
# Of so many rows one is changed in each of these ways.
EVERY = 250


def versions(place, voters):
    return place / f"versions-{voters}"


def generate(tizim, place, voters):
    """Two versions: the second without some rows, with others, some people moved or renamed, its halves swapped."""
    nation = versions(place, voters)
    if not (nation / "done").exists():
        shutil.rmtree(nation, ignore_errors=True)
        subprocess.run([tizim, "synth", "--voters", str(voters), "--seed", "1", "--lean", "--out", nation], check=True)
        with open(nation / "permanent.csv", "rb") as file:
            heading = file.readline()
            names = heading.decode("utf-8-sig").strip().split(",")
            surname, precinct = names.index("surname"), names.index("precinct")
            assert max(surname, precinct) < names.index("address") if "address" in names else True
            first, second, kept = [], [], []
            for number, line in enumerate(file):
                way = number % EVERY
                if way == 1:
                    kept.append(line)  # only in the second
                    continue
                first.append(line)
                if way == 2:
                    continue
                if way in (3, 4):
                    cells = line.rstrip(b"\n").split(b",")
                    place = surname if way == 3 else precinct
                    cells[place] = "Переименованная".encode() if way == 3 else b"99999"
                    line = b",".join(cells) + b"\n"
                second.append(line)
        half = len(second) // 2
        second = second[half:] + kept + second[:half]
        for name, lines in (("january.csv", first), ("july.csv", second)):
            with open(nation / name, "wb") as file:
                file.write(heading)
                file.writelines(lines)
        (nation / "done").touch()


def query(read, columns):
    """The outer join by number, of rows that differ in what is compared."""
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in COMPARED)
    return f"""SELECT CASE WHEN b.iin IS NULL THEN 'only-in-a' WHEN a.iin IS NULL THEN 'only-in-b' ELSE 'changed' END AS what,
               {columns} FROM {read('january.csv')} a FULL OUTER JOIN {read('july.csv')} b ON a.iin = b.iin
               WHERE a.iin IS NULL OR b.iin IS NULL OR {differs}"""


def peer(nation, out):
    """What the peer's process does: reads both lists, and writes the differences as they are."""
    import duckdb

    read = lambda name: f"read_csv('{nation / name}', header = true, all_varchar = true)"
    duckdb.connect().execute(f"COPY ({query(read, 'a.*, b.*')}) TO '{out}' (HEADER)")


def expected(nation):
    """The same by physical rows, of numbers that stand once in each list."""
    import duckdb

    base = lambda name: f"SELECT *, row_number() OVER () + 1 AS row FROM read_csv('{nation / name}', header = true, all_varchar = true, parallel = false)"
    once = lambda name: f"(SELECT * FROM ({base(name)}) QUALIFY count(*) OVER (PARTITION BY iin) = 1)"
    return {tuple(line) for line in duckdb.connect().execute(query(once, "a.row, b.row")).fetchall()}


def ours(out):
    number = lambda cell: int(cell) if cell else None
    with open(out / "differences.csv", newline="", encoding="utf-8") as file:
        return {(line["what"], number(line["row_a"]), number(line["row_b"])) for line in csv.DictReader(file)}


def main():
    if sys.argv[1:2] == ["peer"]:
        return peer(Path(sys.argv[2]), sys.argv[3])
    if sys.argv[1:2] == ["generate"]:
        return generate(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    parser = argparse.ArgumentParser()
    parser.add_argument("--tizim", required=True, type=Path)
    parser.add_argument("--place", required=True, type=Path)
    parser.add_argument("--voters", type=int, required=True)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    # In a process of its own: what this one has held would count as its children's peak.
    subprocess.run([sys.executable, __file__, "generate", options.tizim, options.place, str(options.voters)], check=True)
    nation = versions(options.place, options.voters)
    size = sum((nation / name).stat().st_size for name in ("january.csv", "july.csv"))
    print(f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores; {options.voters:,} voters, two lists, {size / 1e9:.2f} GB")
    out = options.place / "out-reconcile"
    command = [options.tizim, "rolls", "reconcile", nation / "january.csv", nation / "july.csv", "--profile", nation / "profile.toml",
               "--quiet", "--no-timestamp", "--force", "--out", out]
    peers = {"tizim": command, "DuckDB": [sys.executable, __file__, "peer", nation, options.place / "out-duckdb.csv"]}
    results = {}
    for run in range(options.runs + 1):  # the first warms up
        for name, command in peers.items():
            figures = timed(command)
            if run:
                results.setdefault(name, []).append(figures)
    told, wanted = ours(out), expected(nation)
    # What stands several times in a list, DuckDB was not asked; rows that agree by name alone are joined here alone.
    kinds = {"changed", "only-in-a", "only-in-b"}
    by_name = {line for line in told if line[0] == "by-name"}
    parted = {("only-in-a", line[1], None) for line in by_name} | {("only-in-b", None, line[2]) for line in by_name}
    missing = wanted - told - parted
    print(f"  {len(told)} differences; DuckDB {len(wanted)} of numbers that stand once; missing here {len(missing)}, only here "
          f"{sum(line[0] in kinds for line in told - wanted)}, joined by name {len(by_name)}")
    if missing:
        sys.exit("answers differ")
    print("\n| tool | wall s | CPU s | peak MiB |\n|---|---|---|---|")
    for name, runs in results.items():
        wall, cpu, peak = (statistics.median(column) for column in zip(*runs))
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
