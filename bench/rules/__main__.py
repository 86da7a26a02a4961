"""`python -m bench.rules [--rules 1000 10000 100000] [--seconds 10]`: documents a second of one core, both sides.

Both are measured in CPU seconds of the one thread that matches, after answering the same first documents (`same` says
whether with the same rule ids) and half the time again to warm up.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.rules.corpus import Corpus, Query
from marsad.contracts import EnrichedArticle
from streams.rules import RuleBook
from streams.rules.subject import Subject

HERE = Path(__file__).parent / "lucene"
ANSWERED = 300
DOCUMENTS = 4_000


def main() -> None:
    """Print one line per number of rules."""
    options = _options()
    jars = _compiled()
    corpus = Corpus()
    articles = corpus.articles(DOCUMENTS)
    print(f"{'rules':>8} {'Marsad docs/s':>14} {'Lucene docs/s':>14} {'times':>6} {'matches/doc':>12} {'same':>5}")
    for count in options.rules:
        queries = corpus.queries(count, articles)
        ours, answers = _ours(queries, articles, options.seconds)
        theirs, other = _lucene(jars, queries, articles, options.seconds)
        matches = sum(len(answer) for answer in answers) / len(answers)
        same = "yes" if answers == other else "NO"
        print(f"{count:>8} {ours:>14.0f} {theirs:>14.0f} {ours / theirs:>6.1f} {matches:>12.2f} {same:>5}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--seconds", type=float, default=10.0)
    return parser.parse_args()


def _ours(queries: list[Query], articles: list[str], seconds: float) -> tuple[float, list[list[str]]]:
    book = RuleBook.compile(query.rule() for query in queries)
    answers = [sorted(_match(book, text)) for text in articles[:ANSWERED]]
    _measure(book, articles, seconds / 2)
    return _measure(book, articles, seconds), answers


def _measure(book: RuleBook, articles: list[str], seconds: float) -> float:
    begun, done = time.process_time(), 0
    while time.process_time() < begun + seconds:
        _match(book, articles[done % len(articles)])
        done += 1
    return done / (time.process_time() - begun)


def _match(book: RuleBook, text: str) -> list[str]:
    article = EnrichedArticle(id="a", text=text, published=datetime(2030, 1, 1, tzinfo=UTC))
    return book.matching(Subject.of_article(article, ()))


def _compiled() -> str:
    """Fetch Lucene, compile the program; the class path."""
    target = HERE / "target"
    jars = target / "lib"
    if not jars.is_dir():
        fetch = ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        subprocess.run(fetch, cwd=HERE, check=True)
    path = f"{jars}/*"
    subprocess.run(
        ["javac", "--release", "17", "-cp", path, "-d", str(target), "MonitorBench.java"], cwd=HERE, check=True
    )
    return f"{target}:{path}"


def _lucene(path: str, queries: list[Query], articles: list[str], seconds: float) -> tuple[float, list[list[str]]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-rules-"))
    try:
        (folder / "queries").write_text("\n".join(query.line() for query in queries), "utf-8")
        (folder / "articles").write_text("\n".join(articles), "utf-8")
        files = [str(folder / name) for name in ("queries", "articles", "answers")]
        java = ["java", "-Xmx4g", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-cp", path, "MonitorBench"]
        run = subprocess.run([*java, *files, str(ANSWERED), str(seconds)], check=True, capture_output=True, text=True)
        answers = (folder / "answers").read_text("utf-8").split("\n")[:ANSWERED]
        return float(run.stdout.split()[-1]), [answer.split() for answer in answers]
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
