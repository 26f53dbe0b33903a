package org.quern.tokenizer;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quern.ingest.job.Counts;
import org.quern.tokenizer.ShardTask.Written;
import org.quern.tokenizer.TokenBudget.Kept;

/**
 * What tokenize made, as its {@code plan.json}.
 *
 * @param tokenizer SHA-256 of tokenizer.json
 * @param seed of the order
 * @param stages in training order
 */
record TokenizedPlan(String tokenizer, long seed, List<Stage> stages) {

    /**
     * A stage.
     *
     * @param tokens without padding
     * @param padding tokens of padding
     * @param documents packed
     * @param cut documents longer than the context
     * @param bytes of the shards
     */
    record Stage(
            String name,
            int contextLength,
            long sequences,
            long tokens,
            long padding,
            long documents,
            long cut,
            int shards,
            long bytes,
            SortedMap<String, Domain> domains) {

        static Stage of(StageDocuments stage, TokenBudget budget, List<Written> shards) {
            long tokens = shards.stream().mapToLong(Written::tokens).sum();
            SortedMap<String, Domain> domains = new TreeMap<>();
            budget.kept().forEach((domain, kept) -> domains.put(domain, Domain.of(kept, tokens)));
            return new Stage(
                    stage.name(),
                    stage.contextLength(),
                    shards.stream().mapToLong(Written::sequences).sum(),
                    tokens,
                    shards.stream().mapToLong(Written::padding).sum(),
                    shards.stream().mapToLong(Written::documents).sum(),
                    shards.stream().mapToLong(Written::cut).sum(),
                    shards.size(),
                    shards.stream().mapToLong(Written::bytes).sum(),
                    domains);
        }

        /** Adds this stage's figures to the job's, of which so many documents came in. */
        void addTo(Counts counts, long in) {
            long available = domains.values().stream()
                    .mapToLong(Domain::availableDocuments)
                    .sum();
            add(counts, Counts.IN, in);
            add(counts, Counts.KEPT, documents);
            add(counts, Counts.DROPPED, in - documents);
            add(counts, "dropped.empty", in - available);
            add(counts, "dropped.ratio", available - documents);
            add(counts, "sequences", sequences);
            add(counts, "tokens", tokens);
            add(counts, "padding", padding);
            add(counts, "cut", cut);
            add(counts, "bytes", bytes);
            domains.forEach((domain, kept) -> add(counts, "tokens.%s.%s".formatted(name, domain), kept.tokens));
        }

        private static void add(Counts counts, String count, long value) {
            counts.with(count, counts.of(count) + value);
        }
    }

    /**
     * A domain of a stage.
     *
     * @param ratio wanted; 0 where nothing was wanted
     * @param share of the stage's tokens
     * @param available tokens before the ratios were met
     * @param bytesPerToken of its text
     */
    record Domain(
            double ratio,
            double share,
            long tokens,
            long documents,
            long available,
            long availableDocuments,
            double bytesPerToken) {

        static Domain of(Kept kept, long stageTokens) {
            DomainSums available = kept.available();
            return new Domain(
                    kept.ratio(),
                    (double) kept.tokens() / stageTokens,
                    kept.tokens(),
                    kept.documents(),
                    available.tokens(),
                    available.documents(),
                    (double) available.bytes() / Math.max(1, available.tokens()));
        }
    }
}
