package org.quern.inference;

import java.util.ArrayList;
import java.util.List;

/** Greedy decoding by the definitions: no cache, no batch, no kernel. */
final class ReferenceDecoder {
    private final ReferenceModel model;
    private final List<Integer> exits;
    private final int layers;
    private final List<Row> rows = new ArrayList<>();

    private final Sureness sureness;

    /** How sure an exit is, of its state and its logits. */
    interface Sureness {
        double of(int exit, double[] state, double[] logits);
    }

    private record Row(List<Integer> tokens, List<Integer> left) {}

    /** By the most probable token's probability. */
    ReferenceDecoder(ReferenceModel model, List<Integer> exits, int layers) {
        this(model, exits, layers, (exit, state, logits) -> topProbability(logits));
    }

    ReferenceDecoder(ReferenceModel model, List<Integer> exits, int layers, Sureness sureness) {
        this.sureness = sureness;
        this.model = model;
        this.exits = exits;
        this.layers = layers;
    }

    /** The tokens that follow each prompt, when all prompts are one batch that leaves together. */
    List<List<Integer>> decode(List<int[]> prompts, int newTokens, double threshold) {
        return decode(prompts, newTokens, threshold, layers);
    }

    /**
     * The same with prompts of which all but the last position leave after a layer; that leaves as later positions do. At full
     * depth, it too goes through all layers.
     */
    List<List<Integer>> decode(List<int[]> prompts, int newTokens, double threshold, int promptLayers) {
        for (int[] prompt : prompts) {
            Row row = new Row(new ArrayList<>(), new ArrayList<>());
            for (int token : prompt) {
                row.tokens().add(token);
                row.left().add(promptLayers);
            }
            row.left().remove(row.left().size() - 1);
            rows.add(row);
        }
        iterate(promptLayers == layers ? Double.POSITIVE_INFINITY : threshold);
        for (int n = 1; n < newTokens; n++) {
            iterate(threshold);
        }
        List<List<Integer>> completions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Integer> tokens = rows.get(i).tokens();
            completions.add(tokens.subList(prompts.get(i).length, tokens.size()));
        }
        return completions;
    }

    private void iterate(double threshold) {
        rows.forEach(row -> row.left().add(layers));
        for (int exit : exits) {
            if (rows.stream().allMatch(row -> confidence(row, exit) >= threshold)) {
                rows.forEach(row -> row.left().set(row.left().size() - 1, exit));
                break;
            }
        }
        for (Row row : rows) {
            int left = row.left().get(row.left().size() - 1);
            row.tokens().add(best(logits(row, left)));
        }
    }

    /** How many generated tokens left after each layer. */
    List<Long> tokensByLayer(int newTokens) {
        List<Long> counts = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            int wanted = layer;
            long count = rows.stream()
                    .flatMap(row -> row
                            .left()
                            .subList(row.left().size() - newTokens, row.left().size())
                            .stream())
                    .filter(left -> left == wanted)
                    .count();
            counts.add(count);
        }
        return counts;
    }

    private double[] state(Row row, int depth) {
        double[][] hidden = model.hidden(row.tokens(), row.left(), depth);
        return hidden[hidden.length - 1];
    }

    private double[] logits(Row row, int depth) {
        return model.logits(state(row, depth));
    }

    private double confidence(Row row, int exit) {
        double[] state = state(row, exit);
        return sureness.of(exit, state, model.logits(state));
    }

    private static double topProbability(double[] logits) {
        double best = logits[best(logits)];
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit - best);
        }
        return 1 / sum;
    }

    static int best(double[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }
}
