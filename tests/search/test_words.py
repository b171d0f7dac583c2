"""What counts as the same word: forms by language, accents, slips, and writing without spaces."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from grsearch_desktop.search import languages, lexical
from grsearch_desktop.search.results import snippet
from tests.search.collection import Collection
from tests.store.shelf import Shelf

NOTES = {
    "english": (
        "The mayor was studying the plans that architects from the city have made.",
        "We were told which of the houses are for sale and with what heating.",
    ),
    "german": (
        "Die Häuser in der Altstadt sind alt und nicht sehr hoch, das ist bekannt.",
        "Bitte bezahlen Sie die offenen Rechnungen bis zum Ende des Monats und auch die Mahnung.",
        "Auf der Straße vor dem Müller wird eine Baustelle eingerichtet.",
    ),
    "french": (
        "Nous avons mangé dans un café sur la place avec les enfants.",
        "Cette entreprise vend des chaussures et des manteaux pour les étudiantes, qui sont ici.",
    ),
    "spanish": (
        "Las ciudades del norte son muy antiguas, pero los pueblos son bonitos.",
        "Una carta para nuestros vecinos con las fotografías de sus perros.",
    ),
    "italian": (
        "Gli studenti della scuola sono nel giardino con le biciclette.",
        "Questo libro che parla delle montagne è anche una guida.",
    ),
    "russian": ("Мы купили новые книги в магазине на углу.",),
}


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = Shelf.open(tmp_path / "library.db")
    yield opened
    opened.database.close()


@pytest.fixture
def notes(shelf: Shelf) -> Shelf:
    for language, sentences in NOTES.items():
        for number, sentence in enumerate(sentences):
            shelf.add(f"{language} {number}.txt", sentence)
    return shelf


def found(shelf: Shelf, query: str) -> list[str]:
    """The names of the files whose text holds words of a query, best first."""
    ids = [match.file_id for match in lexical.find(query, shelf.text, None).passages]
    details = shelf.files.details(ids)
    return [details[id].name for id in ids]


def named(shelf: Shelf, query: str) -> dict[str, float]:
    names = lexical.find(query, shelf.text, None).names
    details = shelf.files.details(names)
    return {details[id].name: round(share, 3) for id, share in names.items()}


def marked(shelf: Shelf, query: str, passage: str) -> list[str]:
    shown = snippet(passage, lexical.terms_of(query, shelf.text), shelf.text)
    return [shown.text[start:end] for start, end in shown.marks]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("study", "english 0.txt"),
        ("house", "english 1.txt"),
        ("Haus", "german 0.txt"),
        ("Rechnung", "german 1.txt"),
        ("bezahle", "german 1.txt"),
        ("mangés", "french 0.txt"),
        ("chaussure", "french 1.txt"),
        ("étudiants", "french 1.txt"),
        ("ciudad", "spanish 0.txt"),
        ("fotografía", "spanish 1.txt"),
        ("bicicletta", "italian 0.txt"),
        ("montagna", "italian 1.txt"),
        ("книга", "russian 0.txt"),
    ],
)
def test_a_word_meets_its_forms_in_its_own_language(notes: Shelf, query: str, note: str) -> None:
    assert found(notes, query) == [note]


def test_the_languages_of_a_library_show_in_its_small_words(notes: Shelf) -> None:
    spoken = languages.spoken(notes.text.vocabulary())
    assert set(spoken) == {"english", "german", "french", "spanish", "italian"}


def test_no_word_is_taken_for_a_form_by_a_language_that_nothing_is_written_in(shelf: Shelf) -> None:
    shelf.add("a.txt", "A line is drawn from this point, and that is the end of it.")
    shelf.add("b.txt", "This is a linear problem, which they have solved with the other one.")
    assert found(shelf, "line") == ["a.txt"]
    shelf.add(
        "c.txt", "Los vecinos del norte son muy amables, pero una carta es mejor con sus fotos."
    )
    assert found(shelf, "linear")[0] == "b.txt"


def test_a_word_and_its_forms_count_as_one_word(shelf: Shelf) -> None:
    for number in range(60):
        shelf.add(f"{number}.txt", f"filling number{number} with words that are of no concern here")
    one = shelf.add("one.txt", "the invoice that came with the parcel is on the table over there")
    all_forms = shelf.add("all.txt", "an invoice, invoices, invoicing: they were invoiced in here")
    shelf.add("plain.txt", "the parcel is on the table, and nothing else was sent along with it")
    coverage = {m.file_id: m.bm25 for m in lexical.find("invoice", shelf.text, None).passages}
    assert set(coverage) == {one, all_forms}
    assert coverage[one] == pytest.approx(1.0, abs=0.25)
    assert coverage[all_forms] < 2.6, "four forms are one word said four times, not four words"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cafe", "a café at the corner"),
        ("café", "a cafe at the corner"),
        ("naive", "a naïve plan"),
        ("naïve", "a naive plan"),
        ("Strasse", "eine lange Straße"),
        ("Straße", "eine lange Strasse"),
        ("finance", "of \ufb01nance and trade"),
        ("smorrebrod", "et godt smørrebrød"),
        ("encyclopaedia", "an encyclopædia in ten volumes"),
        ("invoice", "ＩＮＶＯＩＣＥ of May"),
        ("ｉｎｖｏｉｃｅ", "the invoice of May"),
        ("cafe", unicodedata.normalize("NFD", "a café at the corner")),
        (unicodedata.normalize("NFD", "café"), "a café at the corner"),
    ],
)
def test_a_word_is_found_however_its_letters_are_written(
    shelf: Shelf, query: str, text: str
) -> None:
    shelf.add("a.txt", text)
    shelf.add("b.txt", "something else")
    assert found(shelf, query) == ["a.txt"]
    assert marked(shelf, query, text)


@pytest.mark.parametrize(("query", "other"), [("Mueller", "Müller"), ("Müller", "Mueller")])
def test_umlauts_are_found_in_either_spelling_where_german_is_written(
    notes: Shelf, query: str, other: str
) -> None:
    notes.add("other.txt", f"Herr {other} ist nicht zu Hause.")
    assert "other.txt" in found(notes, query)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("cafe", "Café am Markt.jpg"),
        ("café", unicodedata.normalize("NFD", "Café am Markt.jpg")),
        ("strasse", "Straße.pdf"),
        ("한국어", unicodedata.normalize("NFD", "한국어 수업.pdf")),
        ("東京", "東京旅行2024.jpg"),
        ("旅行", "東京旅行2024.jpg"),
        ("京", "東京旅行2024.jpg"),
        ("2024", "東京旅行2024.jpg"),
    ],
)
def test_a_name_is_found_however_it_is_written(shelf: Shelf, query: str, name: str) -> None:
    shelf.name("other.txt")
    shelf.name(name)
    assert list(named(shelf, query)) == [name]


def test_a_name_that_is_only_begun_comes_after_the_whole_word_and_before_its_inside(
    shelf: Shelf,
) -> None:
    for name in ("invo.txt", "Invoice_2024.pdf", "my-reinvoicing.pdf", "other.txt"):
        shelf.name(name)
    assert named(shelf, "invo") == {
        "invo.txt": 1.0, "Invoice_2024.pdf": 0.75, "my-reinvoicing.pdf": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["reciept", "receit", "recceipt", "receipz", "eceipt"])
def test_a_misspelt_word_is_set_right_and_told(shelf: Shelf, typed: str) -> None:
    shelf.add("a.txt", "the receipt for the bicycle", "two receipts")
    shelf.add("b.txt", "a recipe for soup with garlic")
    hits = lexical.find(f"bicycle {typed}", shelf.text, None)
    assert hits.corrected == {typed: ("receipt",)}
    assert marked(shelf, typed, "two receipts for one bicycle") == ["receipts"]


def test_two_slips_are_forgiven_in_a_long_word_alone(shelf: Shelf) -> None:
    shelf.add("a.txt", "a refrigerator in the kitchen")
    assert found(shelf, "refridgerater") == ["a.txt"]
    assert found(shelf, "kitsen") == []


def test_a_misspelt_name_is_found(shelf: Shelf) -> None:
    shelf.name("Rechnung_Zahnarzt.pdf")
    shelf.name("other.txt")
    assert named(shelf, "zahnartz") == {"Rechnung_Zahnarzt.pdf": 0.75}


def test_a_word_that_stands_somewhere_is_not_set_right(shelf: Shelf) -> None:
    shelf.add("a.txt", "a heron")
    shelf.add("b.txt", *["her heroin addiction"] * 30)
    hits = lexical.find("heron", shelf.text, None)
    assert (len(hits.passages), hits.corrected) == (1, {})


def test_a_word_that_the_model_knows_is_not_set_right(shelf: Shelf) -> None:
    shelf.add("a.txt", "time to sleep")
    hits = lexical.find("sheep", shelf.text, None, known=lambda word: word == "sheep")
    assert (hits.passages, hits.corrected) == ((), {})
    assert lexical.find("sheep", shelf.text, None).corrected == {"sheep": ("sleep",)}


def test_a_corrected_word_counts_for_less_than_a_right_one(shelf: Shelf) -> None:
    shelf.add("a.txt", "the receipt for the bicycle")
    shelf.add("b.txt", "something else")
    shelf.add("c.txt", "and something more")
    right, wrong = (
        lexical.find(query, shelf.text, None).passages[0].bm25 for query in ("receipt", "reciept")
    )
    assert 0.5 * right < wrong < right


def test_quotes_ask_for_exactly_these_letters(collection: Collection) -> None:
    collection.note("a.txt", "the receipts for the bicycle")
    collection.note("b.txt", "the receipt for the boat")
    assert collection.names('"receipt"') == ["b.txt"]
    assert collection.names('"reciept"') == []
    assert collection.searcher.find('"reciept"', 10).corrected == {}
    text = collection.shelf.text
    assert lexical.find("reciept", text, None).corrected == {"reciept": ("receipt",)}


def test_without_takes_the_forms_of_a_word_along(collection: Collection) -> None:
    collection.note("a.txt", "a bicycle with two wheels")
    collection.note("b.txt", "a bicycle with a wheel that is broken")
    collection.note("c.txt", "a bicycle and nothing else")
    assert collection.names("bicycle -wheel") == ["c.txt"]


CHINESE = "我们昨天在北京大学的图书馆里看书，下午去了颐和园。"
JAPANESE = "昨日、東京都の図書館でiPhoneケースを見つけました。"
KOREAN = "어제 학교에서 친구와 함께 김치찌개를 먹었습니다."


@pytest.fixture
def east(shelf: Shelf) -> Shelf:
    shelf.add("chinese.txt", CHINESE)
    shelf.add("japanese.txt", JAPANESE)
    shelf.add("korean.txt", KOREAN)
    shelf.add("english.txt", "Yesterday we read books in the library of the university.")
    return shelf


@pytest.mark.parametrize(
    ("query", "note", "marks"),
    [
        ("北京大学", "chinese.txt", ["北京大学"]),
        ("大学", "chinese.txt", ["大学"]),
        ("书", "chinese.txt", ["书", "书"]),
        ("颐和园 北京", "chinese.txt", ["北京", "颐和园"]),
        ("東京", "japanese.txt", ["東京"]),
        ("図書館", "japanese.txt", ["図書館"]),
        ("京都の図書", "japanese.txt", ["京都の図書"]),
        ("iPhone", "japanese.txt", ["iPhone"]),
        ("ｹｰｽ", "japanese.txt", ["ケース"]),
        ("都", "japanese.txt", ["都"]),
        ("학교", "korean.txt", ["학교"]),
        ("김치", "korean.txt", ["김치"]),
        ("찌개", "korean.txt", ["찌개"]),
        ("친", "korean.txt", ["친"]),
    ],
)
def test_a_word_is_found_where_no_spaces_are(
    east: Shelf, query: str, note: str, marks: list[str]
) -> None:
    assert found(east, query)[0] == note
    passage = {"c": CHINESE, "j": JAPANESE, "k": KOREAN}[note[0]]
    assert marked(east, query, passage) == marks


def test_a_sentence_is_found_by_another_that_shares_its_words(east: Shelf) -> None:
    assert found(east, "東京の図書館はどこですか")[0] == "japanese.txt"
    assert found(east, "北京哪个大学的图书馆最大？")[0] == "chinese.txt"
    assert found(east, "학교 친구")[0] == "korean.txt"


def test_the_whole_word_is_covered_more_than_its_parts_apart(shelf: Shelf) -> None:
    for number in range(30):
        shelf.add(f"{number}.txt", "この文章には関係のない言葉だけが書いてあります。")
    shelf.add("whole.txt", "彼は東京大学で物理学を教えています。")
    shelf.add("apart.txt", "彼は東京に住み、京都の大学で教えています。")
    coverage = {
        shelf.files.details([m.file_id])[m.file_id].name: m.bm25
        for m in lexical.find("東京大学", shelf.text, None).passages
    }
    assert coverage["whole.txt"] == pytest.approx(1.0, abs=0.3)
    assert coverage["apart.txt"] < 0.8 * coverage["whole.txt"]


def test_a_phrase_without_spaces_is_found_as_it_is(collection: Collection) -> None:
    collection.note("whole.txt", "彼は東京大学で物理学を教えています。")
    collection.note("apart.txt", "彼は東京に住み、京都の大学で教えています。")
    assert collection.names('"東京大学"') == ["whole.txt"]
    assert collection.names('"学"') == ["whole.txt", "apart.txt"]
    assert collection.names("彼 -東京大学") == ["apart.txt"]
