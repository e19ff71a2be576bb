"""Points to districts by tizim, shapely and geopandas, every answer checked; prints one table.

    benches/peers/assign.py --map MAP.geojson --code PROPERTY --place FOLDER [--tizim PROGRAM] [--memory EXAMPLE] [--points N]

`--tizim` is timed from CSV to CSV, `--memory` (the example `locate_speed` of the crate `boundaries`) with points loaded.
Peers: shapely's tree with a predicate over points loaded, which were made its points before the clock starts; geopandas'
spatial join, with points loaded and from CSV to CSV. Each is a process of its own, so that peak memory is its own; with
points loaded the fastest of three turns counts, index included; geopandas, which takes a minute, has one. Points lie evenly over the extent of the map, and some exactly on its
corners, which must come out as `boundary`.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path


def make_points(options):
    """Writes the points. In a process of its own: what a process takes at its start counts as its child's as well."""
    import numpy

    corners = []
    for feature in json.load(open(options.map))["features"]:
        geometry = feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        corners += [point[:2] for polygon in polygons for ring in polygon for point in ring[:3]]
    corners = numpy.array(corners)
    low, high = corners.min(axis=0) - 0.1, corners.max(axis=0) + 0.1
    points = numpy.random.default_rng(1).uniform(low, high, (options.points, 2)).round(7)
    count = min(len(corners), options.points // 100)
    points[:count] = corners[:count]
    points.astype("<f8").tofile(options.place / "points.f64")
    with open(options.place / "points.csv", "w") as file:
        file.write("id,lon,lat\n")
        for first in range(0, len(points), 100_000):
            rows = points[first : first + 100_000].tolist()
            file.writelines(f"{first + place},{x!r},{y!r}\n" for place, (x, y) in enumerate(rows))
    corners_file(options).write_text(str(count))


def corners_file(options):
    """Where it stands how many of the points are corners of the map."""
    return options.place / "corners.txt"


def timed(command):
    """Wall seconds, seconds of user code, peak MiB, and what a process printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    said = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} ended with {status}")
    return time.perf_counter() - start, usage.ru_utime, usage.ru_maxrss / 1024, said


def peer(name, options):
    """The work of one peer, in a process of its own."""
    import numpy

    if name == "shapely":
        import shapely
        from shapely.geometry import shape

        areas = numpy.array([shape(f["geometry"]) for f in json.load(open(options.map))["features"]])
        points = numpy.fromfile(options.place / "points.f64", "<f8").reshape(-1, 2)
        points = shapely.points(points)
        turns = []
        for _ in range(3):
            shapely.destroy_prepared(areas)
            start, cpu = time.perf_counter(), os.times().user
            shapely.prepare(areas)
            found = shapely.STRtree(areas).query(points, predicate="intersects")
            turns.append((time.perf_counter() - start, os.times().user - cpu))
        print(min(wall for wall, _ in turns), min(cpu for _, cpu in turns))
        numpy.save(options.place / "shapely.npy", found)
    elif name == "loaded":
        import geopandas

        areas = geopandas.read_file(options.map)[[options.code, "geometry"]]
        points = numpy.fromfile(options.place / "points.f64", "<f8").reshape(-1, 2)
        points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(points[:, 0], points[:, 1]), crs=areas.crs)
        start, cpu = time.perf_counter(), os.times().user
        joined = points.sjoin(areas, how="left", predicate="intersects")
        print(time.perf_counter() - start, os.times().user - cpu)
    else:
        import geopandas
        import pandas

        areas = geopandas.read_file(options.map)[[options.code, "geometry"]]
        table = pandas.read_csv(options.place / "points.csv")
        points = geopandas.GeoDataFrame(table[["id"]], geometry=geopandas.points_from_xy(table.lon, table.lat), crs=areas.crs)
        joined = points.sjoin(areas, how="left", predicate="intersects")
        joined[["id", options.code]].to_csv(options.place / "geopandas.csv", index=False)


def check(options, corners):
    """Every point that both put into one district is in the same one; those that differ lie on a border."""
    import numpy

    answer = numpy.fromfile(options.place / "answer.u32", "<u4").astype(numpy.int64)
    found = numpy.load(options.place / "shapely.npy")
    points = options.points
    times = numpy.bincount(found[0], minlength=points)
    alone = times == 1
    theirs = numpy.full(points, 2**32 - 1, dtype=numpy.int64)
    theirs[found[0]] = found[1]
    differ = numpy.flatnonzero((alone | (times == 0)) & (theirs != answer))
    free = differ[differ >= corners]
    print(f"checked against shapely: {alone.sum()} points in one district, {(times == 0).sum()} in none, {(times > 1).sum()} "
          f"returned several times by the peer; different: {len(free)} of {points - corners} free points, "
          f"{len(differ) - len(free)} of {corners} corners")
    # The map's invalid polygons may be read otherwise; anything more is an error.
    if len(free) > 1e-5 * points:
        sys.exit("the answers differ")


def check_tables(options, corners):
    """The two tables agree: points in one district row by row on a sample of every hundredth, and each district in total."""
    import pandas

    ours = pandas.read_csv(options.place / "assigned.csv", dtype=str, keep_default_na=False)
    theirs = pandas.read_csv(options.place / "geopandas.csv", dtype=str, keep_default_na=False)
    once = theirs[~theirs["id"].duplicated(keep=False)].set_index("id")[options.code]
    free = ours.iloc[corners:]
    inside = free[free["result"].isin(["district", "gap"])].set_index("id")["district"]
    sample = inside.iloc[::100]
    sample = sample[sample.index.isin(once.index)]
    differ = int((once.loc[sample.index] != sample).sum())
    totals = (inside.value_counts() - once[once.index.isin(inside.index)].value_counts()).abs()
    print(f"checked against geopandas: {len(ours)} rows for {options.points} points; of {len(sample)} points of the sample "
          f"different: {differ}; of districts' totals the largest difference: {int(totals.max())}")
    if len(ours) != options.points or differ > 1e-5 * len(sample) or totals.max() > 1e-5 * options.points:
        sys.exit("the answers differ")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--map", required=True)
    parser.add_argument("--code", default="id")
    parser.add_argument("--place", type=Path, required=True)
    parser.add_argument("--tizim")
    parser.add_argument("--memory")
    parser.add_argument("--points", type=int, default=10_000_000)
    parser.add_argument("--peer")
    options = parser.parse_args()
    options.place.mkdir(parents=True, exist_ok=True)
    if options.peer == "points":
        return make_points(options)
    if options.peer:
        return peer(options.peer, options)
    again = [sys.executable, __file__, "--map", options.map, "--code", options.code, "--place", options.place, "--points", str(options.points)]
    timed([*again, "--peer", "points"])
    corners = int(corners_file(options).read_text())
    rows = []
    if options.memory:
        for threads in ("1", "2"):
            wall, cpu, mib, said = timed([options.memory, options.map, options.place / "points.f64", threads, options.code, options.place / "answer.u32"])
            wall, cpu = (float(said.split(word)[1].split(" ")[0]) for word in ("located ", "processor "))
            rows.append((f"tizim, loaded, {threads} thread(s)", wall, cpu, mib))
    wall, cpu, mib, said = timed([*again, "--peer", "shapely"])
    wall, cpu = map(float, said.split())
    rows.append(("shapely tree, prepared, loaded", wall, cpu, mib))
    wall, cpu, mib, said = timed([*again, "--peer", "loaded"])
    wall, cpu = map(float, said.split())
    rows.append(("geopandas sjoin, loaded", wall, cpu, mib))
    if options.tizim:
        columns = options.place / "columns.toml"
        columns.write_text(f"[columns.boundaries]\nid = '{options.code}'\n")
        for threads in ("1", "2"):
            wall, cpu, mib, _ = timed([options.tizim, "districts", "assign", options.place / "points.csv", "--boundaries", options.map, "--columns",
                                       columns, "--threads", threads, "--quiet", "--force", "--out", options.place / "assigned.csv"])
            rows.append((f"tizim, CSV to CSV, {threads} thread(s)", wall, cpu, mib))
    wall, cpu, mib, _ = timed([*again, "--peer", "geopandas"])
    rows.append(("geopandas sjoin, CSV to CSV", wall, cpu, mib))
    if options.memory:
        check(options, corners)
    if options.tizim:
        check_tables(options, corners)
    print("| work | wall s | CPU s (user) | million points a CPU second | peak MiB |\n|---|---|---|---|---|")
    for name, wall, cpu, mib in rows:
        print(f"| {name} | {wall:.2f} | {cpu:.2f} | {options.points / cpu / 1e6:.2f} | {mib:.0f} |")


if __name__ == "__main__":
    main()
