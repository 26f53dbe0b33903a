package org.quern.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.quern.ingest.mask.Mask;
import org.quern.ingest.rules.RuleSet;
import org.quern.ingest.source.SourceFormat;

/**
 * What {@code quern ingest} can be told.
 *
 * @param format {@code auto} tells formats by file names; else every file is read as {@code warc}, {@code html},
 *     {@code pdf}, {@code text}, {@code code}, {@code tex}, {@code notebook}, {@code jsonl}, {@code parquet} or {@code wordnet}. Archives are opened by name in any case
 * @param domains from globs on a document's source ({@code *} any characters, {@code ?} one) to its domain; of several that
 *     match, the longest counts. Without one, the kind of input decides: web, code, mathematics (TeX), prose or knowledge
 * @param rules {@code none}, {@code gopher}, {@code c4}, {@code fineweb}, {@code dclm}, {@code multilingual}, {@code
 *     unspaced}, {@code mathematics}, {@code code}, {@code permissive_code} (no licence stated: dropped),
 *     {@code unrestricted_code} (kept) or {@code knowledge} for all documents; or a map from domain, or domain/language
 *     such as web/deu, to one of these. Without it: English by fineweb, other languages by multilingual or, where no blanks part
 *     words, unspaced; mathematics, code and knowledge by their own
 * @param languageModel a fastText classifier of languages, such as {@code lid.176.bin}, where every executor can read it; empty for the model that Quern ships
 * @param languages ISO 639-3 codes to keep, any that {@link org.quern.ingest.language.LanguageCode} takes for the same; empty keeps all
 * @param minLanguageProbability for a language of that list, in [0, 1]
 * @param anyLanguageDomains domains that are kept in any language, because their text is not prose
 * @param blocklists files of hosts, registered domains and words whose addresses are dropped
 * @param masks of {@code emails}, {@code ips}, {@code phones} and {@code keys}, what is replaced in every text
 * @param maxDocumentBytes larger files, records and entries are rejected unread; each task holds one in memory
 * @param textColumn of JSONL and Parquet
 * @param urlColumn of JSONL and Parquet, which may lack it
 * @param dateColumn of JSONL and Parquet, which may lack it: when a text was fetched or written, as ISO 8601 or Parquet's own types
 * @param numFiles of each table, at least 1; as many tasks sort and write them
 */
public record IngestConfig(
        String format,
        Map<String, String> domains,
        RuleChoice rules,
        String languageModel,
        List<String> languages,
        double minLanguageProbability,
        List<String> anyLanguageDomains,
        Blocklists blocklists,
        List<Mask> masks,
        int maxDocumentBytes,
        String textColumn,
        String urlColumn,
        String dateColumn,
        int numFiles)
        implements Serializable {
    private static final int MAX_BYTES = 1 << 30;

    /** Checks every value, and copies collections. */
    public IngestConfig {
        SourceFormat.named(format);
        domains = Map.copyOf(domains);
        languages = List.copyOf(languages);
        masks = List.copyOf(masks);
        anyLanguageDomains = List.copyOf(anyLanguageDomains);
        for (String language : languages) {
            require(language.length() == 3, "languages must be ISO 639-3 codes such as eng, got " + language);
        }
        require(
                minLanguageProbability >= 0 && minLanguageProbability <= 1,
                "minLanguageProbability must be in 0..1, got " + minLanguageProbability);
        require(
                maxDocumentBytes > 0 && maxDocumentBytes <= MAX_BYTES,
                "maxDocumentBytes must be in 1.." + MAX_BYTES + ", got " + maxDocumentBytes);
        require(numFiles >= 1, "numFiles must be at least 1, got " + numFiles);
    }

    /** FineWeb's rules for prose (language at 0.65 once {@code languages} names one), documents of up to 8 MiB. */
    public static IngestConfig defaults() {
        return new IngestConfig(
                "auto",
                Map.of(),
                RuleChoice.standard(),
                "",
                List.of(),
                0.65,
                List.of("code"),
                Blocklists.NONE,
                List.of(),
                8 << 20,
                "text",
                "url",
                "date",
                4);
    }

    /** The files that it names. */
    List<String> files() {
        Stream<String> model = Stream.of(languageModel).filter(file -> !file.isEmpty());
        return Stream.concat(model, blocklists.files().stream()).toList();
    }

    /** The same with these rules for every domain. */
    public IngestConfig withRules(RuleSet set) {
        return with(RuleChoice.all(set), blocklists);
    }

    /** The same with these lists of addresses. */
    public IngestConfig withBlocklists(Blocklists lists) {
        return with(rules, lists);
    }

    private IngestConfig with(RuleChoice newRules, Blocklists newBlocklists) {
        return new IngestConfig(
                format,
                domains,
                newRules,
                languageModel,
                languages,
                minLanguageProbability,
                anyLanguageDomains,
                newBlocklists,
                masks,
                maxDocumentBytes,
                textColumn,
                urlColumn,
                dateColumn,
                numFiles);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
