package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quern.inference.LossScorer;
import org.quern.tokenizer.Tokenizer;

/** Texts of several domains as windows of tokens, and what a model loses on them. */
final class TextEvaluation {
    private final Map<String, Domain> domains = new TreeMap<>();
    private final Tokenizer tokenizer;

    TextEvaluation(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** One domain's windows, and the counts that do not depend on a model. */
    private static final class Domain {
        private final List<int[]> windows = new ArrayList<>();
        private final UnigramBaseline unigram = new UnigramBaseline();
        private long documents;
        private long tokens;
        private long bytes;
    }

    /**
     * Adds texts until each domain has its tokens.
     *
     * @param domainTokens to score of a domain
     * @param documentTokens of one text at most
     * @param windowTokens of the longest window
     */
    void add(List<EvaluationText> texts, int domainTokens, int documentTokens, int windowTokens) {
        for (EvaluationText text : texts) {
            Domain domain = domains.computeIfAbsent(text.domain(), name -> new Domain());
            if (domain.tokens < domainTokens) {
                // What is left of the domain's tokens, and the first token, which is not scored.
                long room = Math.min(documentTokens, domainTokens - domain.tokens + 1);
                int[] tokens = tokenizer.encode(text.text());
                add(domain, Arrays.copyOf(tokens, (int) Math.min(tokens.length, room)), windowTokens);
            }
        }
    }

    private void add(Domain domain, int[] tokens, int windowTokens) {
        if (tokens.length < 2) {
            return;
        }
        domain.documents++;
        domain.windows.addAll(TokenWindows.of(tokens, windowTokens));
        for (int i = 1; i < tokens.length; i++) {
            domain.unigram.add(tokens[i]);
            domain.tokens++;
            domain.bytes += tokenizer.bytes(tokens[i]).length;
        }
    }

    /** The tokens to score, of all domains. */
    long tokens() {
        return domains.values().stream().mapToLong(domain -> domain.tokens).sum();
    }

    /** A model's scores, by domain. */
    List<DomainScore> score(LossScorer model) {
        List<DomainScore> scores = new ArrayList<>();
        domains.forEach((name, domain) -> {
            if (domain.tokens > 0) {
                scores.add(score(model, name, domain));
            }
        });
        return scores;
    }

    private static DomainScore score(LossScorer model, String name, Domain domain) {
        double[] sums = new double[model.layers().size()];
        for (double[] window : model.losses(domain.windows)) {
            for (int exit = 0; exit < sums.length; exit++) {
                sums[exit] += window[exit];
            }
        }
        List<ExitScore> exits = new ArrayList<>();
        for (int exit = 0; exit < sums.length; exit++) {
            exits.add(new ExitScore(
                    model.layers().get(exit), sums[exit] / domain.tokens, bitsPerByte(sums[exit], domain.bytes)));
        }
        return new DomainScore(
                name,
                domain.documents,
                domain.tokens,
                domain.bytes,
                bitsPerByte(domain.unigram.totalLoss(), domain.bytes),
                exits);
    }

    private static double bitsPerByte(double loss, long bytes) {
        return loss / Math.log(2) / bytes;
    }
}
