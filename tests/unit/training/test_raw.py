from pathlib import Path

from training import raw

_LINE = "سافر الوزير صباح أمس إلى صفاقس ثم عاد منها مساء"


def _write(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"<DOC>\n<TITLE>عنوان</TITLE>\n<TEXT>\n{body}\n</TEXT>\n</DOC>", encoding="utf-8")


def test_only_the_body_is_read_and_no_line_twice(tmp_path: Path) -> None:
    _write(tmp_path, "1.txt", f"{_LINE}\nقصير\n{_LINE}")
    assert raw.articles(tmp_path, 100, seed=0) == [[_LINE.split()]]


def test_articles_end_when_there_are_enough_words(tmp_path: Path) -> None:
    for number in range(5):
        _write(tmp_path, f"{number}.txt", f"{_LINE} {number}")
    assert len(raw.articles(tmp_path, 20, seed=0)) == 2
    assert raw.articles(tmp_path, 20, seed=0) == raw.articles(tmp_path, 20, seed=0)


def test_the_first_articles() -> None:
    articles = [[["كلمة"] * 6], [["كلمة"] * 6], [["كلمة"] * 6]]
    assert raw.first(articles, 7) == articles[:2]
