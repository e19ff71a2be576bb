"""Probable duplicates by tizim, Splink and recordlinkage on the same people and columns, in one run; prints one table.

    cargo build --release --package tizim-linkage --example link
    benches/peers/link.py --program target/release/examples/link --place target/peers [--rows 1000000] [--fake fake_1000.csv]

tizim runs with its default settings and is measured at its default threshold; of the peers, the threshold that gives them the
best F1 is taken. `--fake` is Splink's public set of that name (columns first_name, surname, dob, city, email, cluster);
the larger set is invented by `link_people.py`. recordlinkage is left out where it would take hours.
"""

import argparse
import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

from compare import timed

HERE = Path(__file__).parent
KINDS = {
    "fake": "first_name=given_name surname=surname dob=date city=area email=email",
    "million": "given_name=given_name surname=surname birth_date=date street=address city=area",
}
TRUTH = {"fake": "cluster", "million": "person"}


def read(path, truth):
    """Who is who, and the number of pairs of one person."""
    with open(path, newline="") as file:
        who = [row[truth] for row in csv.DictReader(file)]
    return who, sum(count * (count - 1) // 2 for count in Counter(who).values())


def quality(found, who, all_pairs, best):
    """F1 at the threshold, or the best at any, and precision where recall reaches 0.9."""
    with open(found, newline="") as file:
        kept = (row for row in csv.DictReader(file) if row.get("kind", "Duplicate") == "Duplicate")
        pairs = sorted(((float(row["weight"]), int(row["left"]), int(row["right"])) for row in kept), reverse=True)
    right, f1, precision = 0, [0.0], None
    for number, (_, left, other) in enumerate(pairs, start=1):
        right += who[left] == who[other]
        f1.append(2 * right / (number + all_pairs))
        if precision is None and right >= 0.9 * all_pairs:
            precision = right / number
    return max(f1) if best else f1[-1], precision


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--place", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--fake", type=Path)
    options = parser.parse_args()
    options.place.mkdir(parents=True, exist_ok=True)
    made = options.place / f"people-{options.rows}-{options.seed}.csv"
    if not made.exists():
        subprocess.run([sys.executable, HERE / "link_people.py", str(options.rows), str(options.seed), made], check=True)
    sets = {"fake": options.fake, "million": made}
    print("| data | by | F1 | precision at recall 0.9 | wall s | CPU s | MiB |\n|---|---|---|---|---|---|---|")
    for name, path in sets.items():
        if path is None:
            continue
        who, all_pairs = read(path, TRUTH[name])
        for by in ["tizim", "splink"] + (["recordlinkage"] if name == "fake" else []):
            out = options.place / f"link-{name}-{by}.csv"
            if by == "tizim":
                command = [options.program, path, *KINDS[name].split(), "--pairs", out]
            else:
                command = [sys.executable, HERE / "link_peer.py", by, path, out, name]
            wall, processor, memory = timed(command)
            f1, precision = quality(out, who, all_pairs, best=by != "tizim")
            shown = "not reached" if precision is None else f"{precision:.4f}"
            label = path.name if name == "fake" else f"{options.rows:,} invented"
            print(f"| {label} | {by} | {f1:.4f} | {shown} | {wall:.1f} | {processor:.1f} | {memory:.0f} |", flush=True)


main()
