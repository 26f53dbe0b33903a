package org.quern.inference;

import java.util.List;
import java.util.Optional;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.model.ModelConfig;

/** When a token is decided before the last layer. */
public sealed interface ExitPolicy {
    /** The layers, counted from 1, after which predictions are looked at; ascending. */
    List<Integer> exits(ModelConfig config);

    /** What a prediction must pass to leave; none where nothing leaves early. */
    Optional<ExitTest> exitTest();

    /** How many sequences wait below an exit's upper layers before these run. */
    int parkedRows();

    /** Whether the positions of a prompt, but for its last one, leave at the first exit. */
    default boolean promptsLeave() {
        return false;
    }

    /** Every layer for every token. */
    static ExitPolicy fullDepth() {
        return new FullDepth();
    }

    /** Never leaves. */
    record FullDepth() implements ExitPolicy {
        @Override
        public Optional<ExitTest> exitTest() {
            return Optional.empty();
        }

        @Override
        public List<Integer> exits(ModelConfig config) {
            return List.of();
        }

        @Override
        public int parkedRows() {
            return 1;
        }
    }

    /**
     * The batch leaves at the first exit at which every live sequence is confident; the caches of the layers above are
     * filled from there (arXiv 2407.20272, section 3). What a sequence gets therefore depends on its batch.
     *
     * @param test above a threshold of 1 it is never passed, and the result is that of full depth bit for bit
     * @param layers of the exits to look at; none for all that were trained
     */
    record WholeBatch(ExitTest test, List<Integer> layers) implements ExitPolicy {
        /** Copies the list. */
        public WholeBatch {
            layers = List.copyOf(layers);
        }

        @Override
        public Optional<ExitTest> exitTest() {
            return Optional.of(test);
        }

        @Override
        public List<Integer> exits(ModelConfig config) {
            return chosen(layers, config);
        }

        @Override
        public int parkedRows() {
            return 1;
        }
    }

    /**
     * Each sequence leaves by itself. The confident ones begin their next token; the others wait below the upper layers
     * until there are enough of them, of whatever iteration, to run these once for all. Waiting never changes a result.
     *
     * @param layers as in {@link WholeBatch}
     * @param parkedRows how many wait at most before the upper layers run; 1 for none
     * @param promptsLeave whether prompts are read up to the first exit only, all but the last position, which decides
     *     the first token as every position decides the next one. The caches above are filled from there, as SwiftKV does
     *     (arXiv 2410.03960, section 3); for a model whose positions left there in training
     */
    record Compaction(ExitTest test, List<Integer> layers, int parkedRows, boolean promptsLeave) implements ExitPolicy {
        /** Checks the range. */
        public Compaction {
            layers = List.copyOf(layers);
            requireParkedRows(parkedRows);
        }

        /** With prompts that are read at full depth. */
        public Compaction(ExitTest test, List<Integer> layers, int parkedRows) {
            this(test, layers, parkedRows, false);
        }

        @Override
        public Optional<ExitTest> exitTest() {
            return Optional.of(test);
        }

        @Override
        public List<Integer> exits(ModelConfig config) {
            return chosen(layers, config);
        }
    }

    /**
     * Self-speculation (LayerSkip, arXiv 2404.16710): the layers below an exit draft tokens while they are confident,
     * and the layers above verify them from the saved states in one pass. Lossless.
     *
     * @param layers the exit, or none for the first that was trained
     * @param drafts tokens at most before they are verified
     * @param parkedRows as in {@link Compaction}
     */
    record SelfSpeculation(ExitTest test, List<Integer> layers, int drafts, int parkedRows) implements ExitPolicy {
        /** Checks the ranges. */
        public SelfSpeculation {
            layers = List.copyOf(layers);
            requireParkedRows(parkedRows);
            if (drafts < 1) {
                throw new IllegalArgumentException("drafts of self-speculation must be 1 or more, got " + drafts);
            }
        }

        @Override
        public Optional<ExitTest> exitTest() {
            return Optional.of(test);
        }

        @Override
        public List<Integer> exits(ModelConfig config) {
            return config.exitLayers()
                    .subList(0, Math.min(1, config.exitLayers().size()));
        }
    }

    private static List<Integer> chosen(List<Integer> layers, ModelConfig config) {
        if (!config.exitLayers().containsAll(layers)) {
            throw new InputException(String.format(
                    "exit layers %s were asked for, but the model was trained with %s; choose among these",
                    layers, config.exitLayers()));
        }
        return layers.isEmpty()
                ? config.exitLayers()
                : layers.stream().sorted().distinct().toList();
    }

    private static void requireParkedRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("parked rows must be 1 (no waiting) or more, got " + rows);
        }
    }
}
