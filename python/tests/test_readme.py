"""The cells of README.md run, one after the other in one folder, and show what they say they show."""

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_cells_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    cells = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    assert len(cells) == 2
    first, second = ({}, {})
    exec(cells[0], first)
    assert first["report"].counts["ROLL-003"]["groups"] > 0
    assert (tmp_path / "checked" / "report.html").exists() and "ROLL-003" in capsys.readouterr().out
    exec(cells[1], second)
    found = second["report"].duplicates.to_pandas()
    assert set(found["file"]) == {"permanent", "hospital"} and set(found["code"]) == {"ROLL-003"}
