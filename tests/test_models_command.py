"""`grsearch models` with a library that goes over to another model and back."""

from pathlib import Path

import pytest

from grsearch_desktop.paths import Home, resources
from tests.encode import other_model
from tests.test_cli import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path / "home")
    program.run("index", str(resources() / "sample" / "notes"))
    other_model.install(Home(program.home).models)
    return program


def test_a_model_is_chosen_kept_gone_back_to_and_forgotten(program: Program) -> None:
    items = program.json("models")["kept"][0]["vectors"]
    said = program.run("models", "use", "other").stdout
    assert said == (
        f"other is chosen: {items} items are encoded with it by `grsearch index`; bundled answers "
        "until that is finished.\n"
    )
    assert program.json("status")["model"].startswith("bundled")
    program.run("index")
    status = program.json("status")
    assert (status["model"], status["next"]) == ("other-1", None)
    listed = program.run("models").stdout
    assert f"other  answers, {items} items" in listed
    assert f"bundled  kept, {items} items, 401 kB" in listed
    assert "`grsearch models forget NAME`" in listed
    assert "other answers already." in program.run("models", "use", "other").stdout
    said = program.run("models", "use", "bundled").stdout
    assert said == (
        "bundled is chosen, and answers after `grsearch index`: its vectors were kept.\n"
    )
    refused = program.run("models", "forget", "other", code=1).stderr
    assert refused == "other answers the searches; choose another model first.\n"
    program.run("index")
    said = program.run("models", "forget", "other").stdout
    assert said.startswith("The vectors of other are taken out of the library: ")
    assert [kept["name"] for kept in program.json("models")["kept"]] == ["bundled"]
    assert "other" in program.run("models").stdout, "the model itself stays"
    refused = program.run("models", "forget", "other", code=1).stderr
    assert refused == "The library holds no vectors of other.\n"


def test_a_home_without_a_library_is_not_made_by_looking(tmp_path: Path) -> None:
    program = Program(tmp_path / "home")
    assert program.json("models")["kept"] == []
    program.run("models", "forget", "bundled", code=1)
    assert not program.home.exists()
    assert program.run("models", "use", "bundled").stdout == (
        "bundled is chosen; the library is encoded with it by `grsearch index`.\n"
    )
    program.run("models", "use", code=2)
