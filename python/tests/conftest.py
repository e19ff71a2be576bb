"""A synthetic nation, made once, and a way to run the program of the wheel as users do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import tizim

#: A key nobody uses.
KEY = bytes(at * 167 % 256 for at in range(32))


@pytest.fixture(scope="session")
def nation(tmp_path_factory) -> Path:
    """Lists of a synthetic nation with everything that is planted."""
    folder = tmp_path_factory.mktemp("nation") / "nation"
    tizim.synth(folder, voters=int(os.environ.get("TIZIM_VOTERS", "4000")), seed=7)
    (folder / "key").write_bytes(KEY)
    return folder


@pytest.fixture
def program():
    """Runs the program; what it says on standard output."""

    def run(*words, cwd=None, status=0, **more):
        environment = {**os.environ, "LC_ALL": "C"}
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "tizim", *map(str, words)],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
            **more,
        )
        assert ended.returncode == status, ended.stderr
        return ended.stdout

    return run


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
