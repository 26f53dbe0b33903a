package org.quern.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quern.ingest.job.Counts;
import org.quern.tokenizer.TokenBudget.Kept;
import org.quern.tokenizer.shard.ShardPacking.Packed;

/**
 * What {@link TokenizeJob} made, as its {@code plan.json}.
 *
 * @param tokenizer SHA-256 of tokenizer.json
 * @param seed of the order
 * @param stages in training order
 */
public record TokenizedPlan(String tokenizer, long seed, List<Stage> stages) {

    /** Its name in the folder that {@code tokenize} writes. */
    public static final String FILE = "plan.json";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    /** Copies the list. */
    public TokenizedPlan {
        stages = List.copyOf(stages);
    }

    /**
     * Reads a plan from a stream, which stays open.
     *
     * @throws com.fasterxml.jackson.core.JacksonException if it is not one
     */
    public static TokenizedPlan read(InputStream in) throws IOException {
        return JSON.readValue(in.readAllBytes(), TokenizedPlan.class);
    }

    byte[] toJson() throws JsonProcessingException {
        return JSON.writeValueAsBytes(this);
    }

    /**
     * A stage.
     *
     * @param contextLength tokens in a sequence
     * @param tokens without padding
     * @param padding tokens of padding
     * @param documents packed
     * @param cut documents in more than one sequence, because they are longer than the context
     * @param bytes of the shards
     * @param domains by name
     * @param languages by ISO 639-3 code
     * @param vocabulary that the tokens use
     */
    public record Stage(
            String name,
            int contextLength,
            long sequences,
            long tokens,
            long padding,
            long documents,
            long cut,
            int shards,
            long bytes,
            SortedMap<String, Domain> domains,
            SortedMap<String, Language> languages,
            VocabularyUse vocabulary) {

        static Stage of(StageDocuments stage, TokenBudget budget, PackedSums sums, VocabularyUse vocabulary) {
            Packed packed = sums.packed();
            SortedMap<String, Domain> domains = new TreeMap<>();
            budget.kept().forEach((domain, kept) -> domains.put(domain, Domain.of(kept, packed.tokens())));
            SortedMap<String, Language> languages = new TreeMap<>();
            sums.languages().forEach((language, of) -> languages.put(language, Language.of(of)));
            return new Stage(
                    stage.name(),
                    stage.contextLength(),
                    packed.sequences(),
                    packed.tokens(),
                    packed.padding(),
                    sums.documents(),
                    packed.cut(),
                    sums.shards(),
                    sums.bytes(),
                    domains,
                    languages,
                    vocabulary);
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
     * @param availableDocuments documents before the ratios were met
     * @param bytesPerToken of its text, before the ratios were met
     */
    public record Domain(
            double ratio,
            double share,
            long tokens,
            long documents,
            long available,
            long availableDocuments,
            double bytesPerToken) {

        static Domain of(Kept kept, long stageTokens) {
            TextSums available = kept.available();
            return new Domain(
                    kept.ratio(),
                    (double) kept.tokens() / stageTokens,
                    kept.tokens(),
                    kept.documents(),
                    available.tokens(),
                    available.documents(),
                    available.bytesPerToken());
        }
    }

    /**
     * A language of a stage.
     *
     * @param bytesPerToken of its text
     */
    public record Language(long tokens, long documents, double bytesPerToken) {

        static Language of(TextSums sums) {
            return new Language(sums.tokens(), sums.documents(), sums.bytesPerToken());
        }
    }
}
