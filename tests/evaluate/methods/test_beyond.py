import json
from pathlib import Path

from grsearch_desktop.evaluate.methods.beyond import compare
from grsearch_desktop.evaluate.methods.comparison import FAMILIES
from tests.evaluate.planted import PlantedGap, write_set


class Knowing(PlantedGap):
    """Knows the held-out questions too: as questions about concepts by their place."""

    def encode_texts(self, texts):
        return super().encode_texts(
            [
                text if text.startswith(("thing ", "a word")) else f"thing {number % 60}"
                for number, text in enumerate(texts)
            ]
        )


def test_sets_are_compared_as_they_are_and_with_planted_faults(tmp_path: Path) -> None:
    place = write_set(tmp_path / "things")
    steps: list[str] = []
    found = compare([place], Knowing(), tmp_path / "cache", steps.append)
    assert steps == ["things", "methods"]
    assert {row.trial for row in found.real} == {"things, a = 0", "things, a = 0.4"}
    assert {row.trial for row in found.planted} == {
        "things, gap",
        "things, gap and turn",
        "things, gap and loud directions",
    }
    verdicts = {verdict.family: verdict for verdict in found.verdicts()}
    # Twenty pages are too few pairs for a rotation.
    assert verdicts.keys() == FAMILIES.keys() - {"procrustes"}
    assert verdicts["raw"].interval[1] < 0
    assert not verdicts["mean only"].wins
    figures = json.loads(json.dumps(found.figures(), allow_nan=False))
    assert len(figures["results"]) == len(found.real) + len(found.planted)
    raw = next(row for row in figures["results"] if row["setting"] == "raw")
    assert raw["ndcg@10 even"] < 0.8


def test_folders_of_files_are_asked_alone_and_together(tmp_path: Path) -> None:
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(12):
            text = f"a word on thing {number + 12 * (name == 'second')}"
            (folder / f"{number}.txt").write_text(text, "utf-8")
        lines = [f"thing {number + 12 * (name == 'second')}\t{number}.txt" for number in range(12)]
        (tmp_path / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    found = compare([tmp_path / "first", tmp_path / "second"], Knowing(), tmp_path / "cache")
    assert {row.trial for row in found.real} == {
        "first",
        "second",
        "first, in one library",
        "second, in one library",
    }
    assert found.planted == ()
    mean = [row for row in found.real if row.family == "mean only"]
    assert all(row.outcome.values.mean() > 0.9 for row in mean)
