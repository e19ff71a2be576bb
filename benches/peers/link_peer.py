"""Probable duplicates by Splink, as a process of its own: `link_peer.py FILE OUT SET`.

SET names the columns (see SETS). The settings are those that Splink's own documentation gives for such data: its ready-made
comparisons for names, dates of birth, postcodes and e-mails, several blocking rules, random sampling for chance, and
expectation-maximisation on two rules. Writes `probability,left,right` of every pair above 0.001.
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


def main(path, out, name):
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
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in columns["rules"]],
        unique_id_column_name="unique_id",
    )
    connection = duckdb.connect()
    numbered = "SELECT row_number() OVER () - 1 AS unique_id, * EXCLUDE (unique_id)"
    connection.execute(f"CREATE TABLE people AS {numbered} FROM read_csv('{path}', all_varchar = true)")
    database = DuckDBAPI(connection=connection)
    table = database.register("people")
    linker = Linker(table, settings)
    linker.training.estimate_probability_two_random_records_match([block_on(*rule) for rule in columns["rules"][:3]], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in columns["train"]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    rows = predicted.as_duckdbpyrelation()
    rows.project("match_weight AS weight, unique_id_l AS \"left\", unique_id_r AS \"right\"").write_csv(out, header=True)


main(*sys.argv[1:])
