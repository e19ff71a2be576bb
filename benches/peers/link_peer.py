"""Probable duplicates by a peer, as a process of its own: `link_peer.py splink|recordlinkage FILE OUT SET`.

SET names the columns (see SETS). Splink's settings are those that Splink's own documentation gives for such data: its ready-made
comparisons for names, dates of birth, postcodes and e-mails, several blocking rules, random sampling for chance, and
expectation-maximisation on two or three rules. On the small set it compares every pair, as tizim does. recordlinkage compares
every pair of the small set and learns by its own expectation-maximisation. Writes `weight,left,right`.
"""

import sys

SETS = {
    "fake": {
        "given": "first_name", "surname": "surname", "date": "dob", "exact": ["city"], "email": "email",
        "rules": [["surname"], ["first_name", "dob"], ["email"], ["dob", "city"], ["first_name", "city"]],
        "train": [["dob"], ["email"], ["first_name", "surname"]],
    },
    "million": {
        "given": "given_name", "surname": "surname", "date": "birth_date", "exact": ["city"], "text": ["street"],
        "rules": [
            ["surname", "given_name"], ["surname", "birth_date"], ["given_name", "birth_date"], ["street", "birth_date"],
            ["street", "surname"], ["street", "given_name"],
        ],
        "train": [["birth_date", "given_name"], ["surname", "street"]],
    },
}


def splink(path, out, name):
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = SETS[name]
    comparisons = [cl.NameComparison(columns["given"]), cl.NameComparison(columns["surname"])]
    comparisons.append(cl.DateOfBirthComparison(columns["date"], input_is_string=True))
    comparisons += [cl.ExactMatch(column).configure(term_frequency_adjustments=True) for column in columns["exact"]]
    comparisons += [cl.JaroWinklerAtThresholds(column, [0.9, 0.8]) for column in columns.get("text", [])]
    if "email" in columns:
        comparisons.append(cl.EmailComparison(columns["email"]))
    rules = [block_on(*rule) for rule in columns["rules"]]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=["1=1"] if name == "fake" else rules,
        unique_id_column_name="unique_id",
    )
    connection = duckdb.connect()
    numbered = "SELECT row_number() OVER () - 1 AS unique_id, * EXCLUDE (unique_id)"
    connection.execute(f"CREATE TABLE people AS {numbered} FROM read_csv('{path}', all_varchar = true)")
    database = DuckDBAPI(connection=connection)
    table = database.register("people")
    linker = Linker(table, settings)
    linker.training.estimate_probability_two_random_records_match(rules[:3], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in columns["train"]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    rows = predicted.as_duckdbpyrelation()
    rows.project("match_weight AS weight, unique_id_l AS \"left\", unique_id_r AS \"right\"").write_csv(out, header=True)


def recordlinkage(path, out, name):
    import math

    import pandas
    import recordlinkage as peer

    columns = SETS[name]
    people = pandas.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    compare = peer.Compare()
    for column in [columns["given"], columns["surname"]]:
        compare.string(column, column, method="jarowinkler", threshold=0.88, label=column)
    compare.string(columns["date"], columns["date"], method="levenshtein", threshold=0.85, label=columns["date"])
    for column in [*columns["exact"], columns["email"]]:
        compare.exact(column, column, label=column)
    features = compare.compute(peer.index.Full().index(people), people)
    classifier = peer.ECMClassifier()
    classifier.fit(features)
    probabilities = classifier.prob(features)
    with open(out, "w") as file:
        file.write("weight,left,right\n")
        for (left, right), probability in probabilities[probabilities > 0.001].items():
            odds = probability / max(1 - probability, 1e-12)
            file.write(f"{math.log2(odds)},{left},{right}\n")


{"splink": splink, "recordlinkage": recordlinkage}[sys.argv[1]](*sys.argv[2:])
