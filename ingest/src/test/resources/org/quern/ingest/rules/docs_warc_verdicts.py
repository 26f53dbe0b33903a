"""Makes docs-warc-verdicts.jsonl.gz: what datatrove 0.10.1 (with spacy) says of 1,500 texts of Debian's documentation.

Usage: python docs_warc_verdicts.py TEXTS.jsonl > docs-warc-verdicts.jsonl.gz
Each line of TEXTS has "text", as ingest extracts it from a page. What the pages say is other people's work, so only its
shape goes into the fixture: lines, marks, numbers, function words and repetitions stay, every other word becomes letters
made from its hash, as many and in the same case; texts end after 1,600 characters, at a line's end if there is one.
"""
import gzip, hashlib, itertools, json, re, sys

from datatrove.data import Document

from datatrove_verdicts import FILTERS

KEPT = set("""a about after all also an and any are as at be been but by can cannot com could do does don each etc for from
    had has have he her his how http https if in into is it its javascript like may more most must no not of on one only
    or other our out over php policy privacy see she should so some such than that the their them then there these they
    this to two under use used uses using very was we were what when where which who will with would www you your
    ipsum lorem cookie cookies terms re ve ll s d m t n e i g v mr mrs dr st vs inc kg km mb gb kb cm mm ms px""".split())
LETTERS = "etaoinshrdlcumwfgypbvkjxqz"
MAX_CHARS = 1600


def disguised(word):
    if word.lower() in KEPT or not word.isascii():
        return word
    stream = itertools.chain.from_iterable(
        hashlib.sha256(f"{word.lower()} {block}".encode()).digest() for block in itertools.count())
    letters = (LETTERS[byte * byte // 2501] for byte in stream)
    return "".join(next(letters).upper() if c.isupper() else next(letters) for c in word)


def cut(text):
    end = text.rfind("\n", MAX_CHARS // 2, MAX_CHARS)
    return (text if len(text) <= MAX_CHARS else text[: end if end > 0 else MAX_CHARS]).strip()


def main():
    with open(sys.argv[1]) as texts, gzip.GzipFile(fileobj=sys.stdout.buffer, mode="wb", mtime=0) as out:
        for line in itertools.islice(texts, 1500):
            row = {"text": re.sub(r"[^\W\d_]+", lambda word: disguised(word[0]), cut(json.loads(line)["text"]))}
            for name, rule in FILTERS.items():
                document = Document(text=row["text"], id="0")
                kept = rule.filter(document)
                row[name] = "" if kept is True else kept[1]
                if name.startswith("c4"):
                    row[name + "Text"] = hashlib.sha256(document.text.encode()).hexdigest()[:32] if kept is True else ""
            out.write((json.dumps(row) + "\n").encode())


main()
