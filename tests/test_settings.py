"""The settings file: what a person writes is what counts, or is told in a sentence."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from grsearch_desktop.errors import SettingsError
from grsearch_desktop.settings import Settings, changed, load, save

writable = st.text(st.characters(exclude_categories=("Cs",)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_defaults_count(path: Path) -> None:
    assert load(path) == Settings()
    path.write_text("")
    assert load(path) == Settings()


@trying(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Settings,
        model=writable,
        ignore=st.lists(writable).map(tuple),
        hidden=st.booleans(),
        workers=st.integers(0, 2**31),
        alpha=st.floats(-1.0, 1.0),
        battery=st.integers(0, 100),
    )
)
@example(Settings(model='"\\\x7f\x00\n\r\u2028', ignore=("\t#", "'''", '"""')))
def test_what_was_saved_is_loaded(path: Path, wanted: Settings) -> None:
    save(path, wanted)
    assert load(path) == wanted


def test_the_file_explains_every_setting_to_who_opens_it(path: Path) -> None:
    save(path, Settings())
    written = path.read_text("utf-8")
    for field in fields(Settings):
        line = written.splitlines().index(next(
            line for line in written.splitlines() if line.startswith(f"{field.name} =")
        ))  # fmt: skip
        assert written.splitlines()[line - 1].startswith("# ")
    assert set(tomllib.loads(written)) == {field.name for field in fields(Settings)}


def test_what_a_person_leaves_out_has_its_default(path: Path) -> None:
    path.write_text('ignore = ["*.bak"]\nalpha = 1\n')
    assert load(path) == Settings(ignore=("*.bak",), alpha=1.0)


def test_settings_of_a_newer_program_do_no_harm(path: Path) -> None:
    path.write_text('hidden = true\nfrom_the_future = 7\n[a.table]\nx = "y"\n')
    assert load(path) == Settings(hidden=True)


def test_what_a_person_wrote_around_a_setting_stays(path: Path) -> None:
    path.write_text(
        "# mine\nhidden = true  # for my dotfiles\nfrom_the_future = 7\n\n[a.table]\nx = 'y'\n"
    )
    save(path, Settings(hidden=False, ignore=("*.bak", "old drafts/")))
    written = path.read_text("utf-8")
    assert written.startswith("# mine\nhidden = false  # for my dotfiles\nfrom_the_future = 7\n")
    assert written.endswith("[a.table]\nx = 'y'\n")
    assert load(path) == Settings(ignore=("*.bak", "old drafts/"))


def test_the_same_settings_leave_every_byte(path: Path) -> None:
    content = 'ignore = [\n  "*.bak", # copies\n]\nalpha = 1\n'
    path.write_text(content)
    save(path, load(path))
    assert path.read_text("utf-8") == content


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"workers": -1}, "^workers is not of the form"),
        ({"alpha": 1.5}, "^alpha is not of the form"),
        ({"battery": 200}, "^battery is not of the form"),
        ({"ignore": [1]}, "^ignore is not of the form"),
        ({"color": 1}, "^There is no setting 'color'"),
    ],
)
def test_a_change_that_makes_no_sense_is_told_by_its_name(
    values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        changed(Settings(), values)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("workers = true", "workers"),
        ('workers = "two"', "workers"),
        ("workers = 1.5", "workers"),
        ("hidden = 1", "hidden"),
        ('alpha = "0.5"', "alpha"),
        ("alpha = false", "alpha"),
        ('ignore = "*.bak"', "ignore"),
        ("ignore = [1]", "ignore"),
        ("model = 3", "model"),
        ("model = []", "model"),
    ],
)
def test_a_setting_of_the_wrong_form_is_told_by_its_name(
    path: Path, written: str, name: str
) -> None:
    path.write_text(written)
    with pytest.raises(SettingsError, match=f"^{name} in "):
        load(path)


@pytest.mark.parametrize("content", [b"hidden =", b"\xff\xfe", b"a = 1\na = 2", b"[", b"\x00"])
def test_a_broken_file_is_told_by_its_path(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml can't be read"):
        load(path)


def test_a_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir()
    for attempt in (lambda: load(path), lambda: save(path, Settings())):
        with pytest.raises(SettingsError):
            attempt()


def test_settings_that_cannot_be_written_leave_the_old_ones(path: Path) -> None:
    save(path, Settings(workers=3))
    with pytest.raises(SettingsError, match="can't be written"):
        save(path, Settings(ignore=("\udcff",)))
    assert load(path) == Settings(workers=3)


def test_nothing_but_the_settings_is_left_after_saving(path: Path) -> None:
    save(path, Settings())
    save(path, Settings(hidden=True))
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]
