package org.quern.ingest.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quern.ingest.language.Language;
import org.quern.ingest.language.LanguageIdentifier;
import org.quern.ingest.language.fasttext.FastTextModel;

/**
 * The benchmark {@code language}: how many texts of the Universal Declaration of Human Rights, and how many sentences of
 * them, are told their language, over the 75 most spoken languages that have one.
 */
public final class LanguageBench {
    private static final String LANGUAGES = "most-spoken-languages.tsv";

    private LanguageBench() {}

    /**
     * Runs it on one core.
     *
     * @param udhr NLTK's {@code udhr2.zip}, or a folder of its files
     * @param model a fastText model in place of the standard identifier
     */
    public static Map<String, Object> run(Path udhr, Optional<Path> model) throws IOException {
        LanguageIdentifier identifier =
                model.isPresent() ? LanguageIdentifier.of(fastText(model.get())) : LanguageIdentifier.standard();
        List<UdhrText> texts = mostSpoken(udhr);
        Map<String, Object> figures = accuracy(texts, identifier);
        double seconds = IngestBench.secondsPerPass(() -> {
            int codes = 0;
            for (UdhrText text : texts) {
                codes += identifier.identify(text.text()).code().length();
            }
            return codes;
        });
        figures.put("docs_per_s", texts.size() / seconds);
        return figures;
    }

    /** How many of the texts and of their sentences are told right, and what the others are taken for, by text. */
    static Map<String, Object> accuracy(List<UdhrText> texts, LanguageIdentifier identifier) {
        Tally whole = new Tally();
        Tally sentences = new Tally();
        for (UdhrText text : texts) {
            whole.add(text, identifier.identify(text.text()));
            for (String sentence : text.sentences()) {
                sentences.add(text, identifier.identify(sentence));
            }
        }
        return IngestBench.figures(
                "texts_right", whole.rightShare(),
                "sentences_right", sentences.rightShare(),
                "languages", texts.stream().map(UdhrText::language).distinct().count(),
                "texts", whole.total,
                "sentences", sentences.total,
                "texts_wrong", whole.wrong,
                "sentences_wrong", sentences.wrong);
    }

    private static FastTextModel fastText(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return FastTextModel.read(in, Files.size(file), file.toString());
        }
    }

    /** The texts of the languages that {@code most-spoken-languages.tsv} lists. */
    static List<UdhrText> mostSpoken(Path udhr) throws IOException {
        Set<String> languages = languages();
        return UdhrText.read(udhr).stream()
                .filter(text -> languages.contains(text.language()))
                .toList();
    }

    private static Set<String> languages() throws IOException {
        InputStream in = Objects.requireNonNull(LanguageBench.class.getResourceAsStream(LANGUAGES), LANGUAGES);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .collect(Collectors.toSet());
        }
    }

    /** How many were right, and what others were taken for, by text. */
    private static final class Tally {
        private final Map<String, Map<String, Integer>> wrong = new TreeMap<>();
        private int total;
        private int right;

        void add(UdhrText text, Language found) {
            total++;
            if (found.code().equals(text.language())) {
                right++;
            } else {
                wrong.computeIfAbsent(text.name(), name -> new TreeMap<>()).merge(found.code(), 1, Integer::sum);
            }
        }

        double rightShare() {
            return (double) right / total;
        }
    }
}
