"""Makes most-spoken-languages.tsv: the 75 languages with the most speakers, first or second language, among those that have
a text in NLTK's udhr2.zip, by Unicode CLDR: the share that uses a language times the population, summed over territories.

Usage: npm pack cldr-core@48.2.0 && tar xzf cldr-core-48.2.0.tgz
       python most_spoken_languages.py package/supplemental udhr2.zip > most-spoken-languages.tsv
"""
import collections, json, sys, zipfile

# As LanguageCode: what ISO 639-3 has withdrawn, or CLDR keeps apart, of languages that are written.
STANDARD = {"mly": "msa", "gax": "orm", "quy": "que", "pbt": "pus"}
LANGUAGES = 75


def main(supplemental, udhr):
    territories = json.load(open(f"{supplemental}/territoryInfo.json"))["supplemental"]["territoryInfo"]
    aliases = json.load(open(f"{supplemental}/aliases.json"))["supplemental"]["metadata"]["alias"]["languageAlias"]
    three_letters = {}
    for code, alias in sorted(aliases.items(), key=lambda a: (not a[0].startswith(a[1]["_replacement"]), a[0])):
        if alias["_reason"] == "overlong" and len(alias["_replacement"]) == 2:
            three_letters.setdefault(alias["_replacement"], code)
    speakers = collections.Counter()
    for territory in territories.values():
        for language, use in territory.get("languagePopulation", {}).items():
            people = float(territory["_population"]) * float(use["_populationPercent"]) / 100
            speakers[language.split("_")[0]] += people
    files = [name.split("/")[-1].split(".")[0].split("_")[0] for name in zipfile.ZipFile(udhr).namelist()]
    files = [STANDARD.get(file, file) for file in files]
    texts = {aliases[file]["_replacement"].split("_")[0] if file in aliases else file for file in files}
    ranked = [(language, people) for language, people in speakers.most_common() if language in texts]
    print("# ISO 639-3 code, as LanguageCode has it, and million speakers; made by most_spoken_languages.py from CLDR 48.2")
    for language, people in ranked[:LANGUAGES]:
        print(f"{three_letters.get(language, language)}\t{people / 1e6:.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
