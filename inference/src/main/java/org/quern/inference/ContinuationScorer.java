package org.quern.inference;

import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.Tokenizer;

/**
 * How probable given continuations are, as lm-evaluation-harness 0.4 defines {@code loglikelihood}. Pairs are read by length,
 * many at a time, logits are taken only where a continuation's tokens are predicted, and what several pairs have in common,
 * as the answers of one token to one question, is read once.
 */
public final class ContinuationScorer implements AutoCloseable {
    private final Path folder;
    private final ScoringModel model;
    private final Optional<Tokenizer> tokenizer;

    private ContinuationScorer(Path folder, ScoringModel model, Optional<Tokenizer> tokenizer) {
        this.folder = folder;
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * A text and what is to come after it.
     *
     * @param context may be empty: then the end-of-text token stands for it
     * @param continuation with the space that parts it from the context
     */
    public record TextPair(String context, String continuation) {}

    /**
     * Tokens and what is to come after them.
     *
     * @param context at least one token; where both are longer than the model's context and one more, its first are left out
     * @param continuation at least one token, and no more than the model's context
     */
    @SuppressWarnings("ArrayRecordComponent") // Goes to native memory as it is.
    public record TokenPair(int[] context, int[] continuation) {}

    /**
     * How probable a continuation is after its context.
     *
     * @param logProbability the sum over its tokens, in nats
     * @param tokens how many it has
     * @param greedy whether each of them is the most probable at its place
     */
    public record Score(double logProbability, int tokens, boolean greedy) {}

    /**
     * Loads a checkpoint folder.
     *
     * @throws InputException if it holds no whole checkpoint
     */
    public static ContinuationScorer open(Path folder, Precision precision) {
        try {
            Path file = folder.resolve("tokenizer.json");
            Optional<Tokenizer> tokenizer = Files.exists(file) ? Optional.of(Tokenizer.load(file)) : Optional.empty();
            return new ContinuationScorer(folder, ScoringModel.open(folder, precision), tokenizer);
        } catch (IOException e) {
            throw Engine.noCheckpoint(folder, e);
        }
    }

    /**
     * Scores pairs of texts, in their order.
     *
     * @throws InputException if the checkpoint has no tokenizer, or a continuation no token or too many
     */
    public List<Score> score(List<TextPair> pairs) {
        ContinuationEncoder encoder = new ContinuationEncoder(tokenizer.orElseThrow(() ->
                new InputException(folder + " has no tokenizer.json; copy the one that it was trained with into it")));
        return scoreTokens(pairs.stream().map(encoder::encode).toList());
    }

    /**
     * Scores pairs of tokens, in their order.
     *
     * @throws InputException if a context has no token, or a continuation none or too many
     */
    public List<Score> scoreTokens(List<TokenPair> pairs) {
        List<int[]> inputs = new ArrayList<>();
        List<List<int[]>> continuations = new ArrayList<>();
        int[] inputOf = new int[pairs.size()];
        int[] placeOf = new int[pairs.size()];
        Map<IntBuffer, Integer> known = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            int[] input = input(pairs.get(i), i);
            inputOf[i] = known.computeIfAbsent(IntBuffer.wrap(input), unseen -> inputs.size());
            if (inputOf[i] == inputs.size()) {
                inputs.add(input);
                continuations.add(new ArrayList<>());
            }
            placeOf[i] = continuations.get(inputOf[i]).size();
            continuations.get(inputOf[i]).add(pairs.get(i).continuation());
        }
        Score[][] scores = new Score[inputs.size()][];
        model.read(inputs, pass -> read(pass, inputs, continuations, scores));
        List<Score> inOrder = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            inOrder.add(scores[inputOf[i]][placeOf[i]]);
        }
        return inOrder;
    }

    /** What the model reads: the last tokens of both that fit, but for the very last, which only has to be predicted. */
    private int[] input(TokenPair pair, int index) {
        int context = pair.context().length;
        int continuation = pair.continuation().length;
        int longest = model.config().maxPositionEmbeddings();
        if (context < 1 || continuation < 1 || continuation > longest) {
            throw new InputException(String.format(
                    "pair %d must have a context of 1 or more tokens and a continuation of 1 to %d, got %d and %d",
                    index, longest, context, continuation));
        }
        int[] both = Arrays.copyOf(pair.context(), context + continuation);
        System.arraycopy(pair.continuation(), 0, both, context, continuation);
        return Arrays.copyOfRange(both, Math.max(0, both.length - longest - 1), both.length - 1);
    }

    private void read(ScoringModel.Pass pass, List<int[]> inputs, List<List<int[]>> continuations, Score[][] scores) {
        TokenBatch.Targets targets = targets(pass, inputs, continuations);
        float[] each = model.head()
                .scores(pass.step(), pass.hidden().get(pass.hidden().size() - 1), targets)
                .toFloatArray();
        int at = 0;
        for (int row : pass.rows()) {
            scores[row] = new Score[continuations.get(row).size()];
            for (int i = 0; i < scores[row].length; i++) {
                int tokens = continuations.get(row).get(i).length;
                scores[row][i] = sum(each, at, tokens);
                at += tokens;
            }
        }
    }

    /** Of all tokens' log-probabilities, then whether each is the most probable, those of one continuation. */
    private static Score sum(float[] each, int from, int tokens) {
        double logProbability = 0;
        boolean greedy = true;
        for (int i = from; i < from + tokens; i++) {
            logProbability += each[i];
            greedy &= each[each.length / 2 + i] == 1;
        }
        return new Score(logProbability, tokens, greedy);
    }

    private static TokenBatch.Targets targets(
            ScoringModel.Pass pass, List<int[]> inputs, List<List<int[]>> continuations) {
        int number = pass.rows().stream()
                .flatMap(row -> continuations.get(row).stream())
                .mapToInt(continuation -> continuation.length)
                .sum();
        long[] positions = new long[number];
        long[] ids = new long[number];
        int n = 0;
        for (int i = 0; i < pass.rows().size(); i++) {
            int row = pass.rows().get(i);
            for (int[] continuation : continuations.get(row)) {
                long begin = (long) i * pass.width() + inputs.get(row).length - continuation.length;
                for (int j = 0; j < continuation.length; j++) {
                    positions[n] = begin + j;
                    ids[n++] = continuation[j];
                }
            }
        }
        return new TokenBatch.Targets(positions, ids);
    }

    @Override
    public void close() {
        model.close();
    }
}
