"""Makes datatrove-verdicts.jsonl: what datatrove 0.10.1 (with spacy) says of seeded texts at and around every threshold.

Usage: python datatrove_verdicts.py > datatrove-verdicts.jsonl
Each line: the text, and for every filter the reason of its drop ("" if it keeps) and a hash of C4's edited text.
"""
import hashlib, json, random

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter, FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter

FILTERS = {
    "gopherRepetition": GopherRepetitionFilter(),
    "gopherQuality": GopherQualityFilter(),
    "c4": C4QualityFilter(),
    "c4WithoutPunctuation": C4QualityFilter(filter_no_terminal_punct=False),
    "fineWeb": FineWebQualityFilter(),
}
NOUNS = "mill stone grain village river farmer wheel flour baker market harvest winter donkey valley bridge".split()
VERBS = "grinds carries follows turns mends watches crosses feeds measures remembers".split()
ADJECTIVES = "old heavy slow bright narrow well-known quiet dusty ninety-year-old small".split()
ENDS = [".", ".", ".", "!", "?", "...", "", ' (see fig. 3).', '."', "; it's true.", ", e.g. in May."]
LINES = ["We use cookies.", "Enable JavaScript to read on, please.", "Home", "- one more thing", "• a bullet point",
         "Querns[12] are mills[citation needed].", "### Part 3 ###", "1,234 56.7% 8:15 $9.99 x=3", "Too few", "x" * 1001 + " and so on."]


def sentence(rng):
    words = ["The", rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(VERBS), "the", rng.choice(NOUNS)]
    words += ["and", rng.choice(NOUNS), "of", "the", rng.choice(NOUNS), str(rng.randint(1, 3000))][: rng.randint(0, 6)]
    return " ".join(words) + rng.choice(ENDS)


def text(rng):
    lines = [" ".join(sentence(rng) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(1, 9))]
    for change in rng.sample(["repeat", "insert", "numbers", "paragraphs", "code", "lorem"], rng.randint(0, 2)):
        if change == "repeat":
            lines += rng.choices(lines, k=rng.randint(1, max(1, len(lines) // 2)))
        elif change == "insert":
            for _ in range(rng.randint(1, 8)):
                lines.insert(rng.randint(0, len(lines)), rng.choice(LINES))
        elif change == "numbers":
            lines.append(" ".join(str(rng.randint(0, 10**6)) for _ in range(rng.randint(5, 60))))
        elif change == "paragraphs":
            lines = [line + "\n" for line in lines]
        elif change == "code" and rng.random() < 0.5:
            lines.append("for (int i = 0; i < n; i++) { sum += a[i]; }")
        elif change == "lorem" and rng.random() < 0.3:
            lines.append("Here is Lorem Ipsum again.")
    return "\n".join(lines)


def main():
    rng = random.Random(17)
    for _ in range(120):
        row = {"text": text(rng)}
        for name, rule in FILTERS.items():
            document = Document(text=row["text"], id="0")
            kept = rule.filter(document)
            row[name] = "" if kept is True else kept[1]
            if name.startswith("c4"):
                row[name + "Text"] = hashlib.sha256(document.text.encode()).hexdigest()[:32] if kept is True else ""
        print(json.dumps(row))


if __name__ == "__main__":
    main()
