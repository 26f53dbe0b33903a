package org.quern.ingest.language;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.quern.ingest.language.FunctionWords.Relatives;

/**
 * Looks at the first letters of a text: at their script first, which is often one language's; then at their n-grams; and
 * where those tell only a group of relatives, at the words of a longer beginning.
 */
final class StandardLanguageIdentifier implements LanguageIdentifier {
    private static final String ROMANIZED = "-rom";

    /** More decide nothing, and cost time in proportion. */
    private static final int MAX_LETTERS = 400;

    private static final int MAX_LETTERS_OF_WORDS = 2_000;
    /** What has fewer of a text's words than one in that many is not the text's language. */
    private static final int MAX_WORDS_PER_HIT = 10;

    private final NGramModel model = NGramModel.shared();
    private final FunctionWords functionWords = FunctionWords.shared();
    /** The languages of the model's outcomes; what it learnt in Latin letters apart, since it takes much else for that. */
    private final String[] codes = Arrays.stream(model.outcomes())
            .map(outcome -> outcome.endsWith(ROMANIZED) ? outcome : LanguageCode.of(outcome))
            .toArray(String[]::new);

    @Override
    public Language identify(String text) {
        String letters = Letters.of(text, MAX_LETTERS);
        if (letters.length() < MIN_LETTERS) {
            return Language.UNDETERMINED;
        }
        return ScriptLanguage.of(letters).orElseGet(() -> byNGrams(text, letters));
    }

    private Language byNGrams(String text, String letters) {
        Map<String, Double> probabilities = new HashMap<>();
        double[] byOutcome = model.probabilities(letters);
        for (int i = 0; i < byOutcome.length; i++) {
            probabilities.merge(codes[i], byOutcome[i], Double::sum);
        }
        Language best = probabilities.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> new Language(most.getKey(), most.getValue()))
                .orElseThrow();
        return functionWords
                .relatives(best.code())
                .flatMap(relatives -> byWords(text, relatives))
                .orElseGet(() -> new Language(
                        best.code().endsWith(ROMANIZED) ? LanguageCode.of(best.code()) : best.code(),
                        best.probability()));
    }

    /** A word is e times as probable in a language that has it as in its relatives. */
    private static Optional<Language> byWords(String text, Relatives relatives) {
        String[] words = Letters.of(text, MAX_LETTERS_OF_WORDS).strip().split(" ", -1);
        int[] hits = relatives.hits(words);
        int best = 0;
        for (int i = 1; i < hits.length; i++) {
            best = hits[i] > hits[best] ? i : best;
        }
        if (hits[best] * MAX_WORDS_PER_HIT < words.length) {
            return Optional.empty();
        }
        int most = hits[best];
        double sum = Arrays.stream(hits).mapToDouble(n -> Math.exp(n - most)).sum();
        return Optional.of(new Language(relatives.languages().get(best), 1 / sum));
    }
}
