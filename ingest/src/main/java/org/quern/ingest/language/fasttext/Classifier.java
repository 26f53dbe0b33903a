package org.quern.ingest.language.fasttext;

import java.util.Arrays;

/** From a hidden vector to the probability of each label, by the way the model was trained. */
sealed interface Classifier {
    /** What fastText adds to a probability before its logarithm; answers show it. */
    double EPSILON = 1e-5;

    double[] probabilities(float[] hidden);

    /** The one for a loss; negative sampling predicts as one against all. */
    static Classifier of(Arguments.Loss loss, Matrix output, long[] labelCounts) {
        return switch (loss) {
            case SOFTMAX -> new Softmax(output);
            case NEGATIVE_SAMPLING, ONE_VS_ALL -> new OneVsAll(output);
            case HIERARCHICAL_SOFTMAX -> new HierarchicalSoftmax(output, HuffmanTree.of(labelCounts));
        };
    }

    /** exp(x_i) / sum over j of exp(x_j). */
    record Softmax(Matrix output) implements Classifier {
        @Override
        public double[] probabilities(float[] hidden) {
            double[] scores = new double[output.rows()];
            Arrays.setAll(scores, row -> output.dotRow(row, hidden));
            double max = Arrays.stream(scores).max().orElse(0);
            double sum =
                    Arrays.stream(scores).map(score -> Math.exp(score - max)).sum();
            return Arrays.stream(scores)
                    .map(score -> Math.exp(score - max) / sum + EPSILON)
                    .toArray();
        }
    }

    /** The logistic function of each label by itself, from fastText's table of 513 places between -8 and 8. */
    record OneVsAll(Matrix output) implements Classifier {
        private static final int TABLE_SIZE = 512;
        private static final int MAX = 8;

        @Override
        public double[] probabilities(float[] hidden) {
            double[] probabilities = new double[output.rows()];
            Arrays.setAll(probabilities, row -> logistic(output.dotRow(row, hidden)) + EPSILON);
            return probabilities;
        }

        private static double logistic(float x) {
            if (x < -MAX || x > MAX) {
                return x < 0 ? 0 : 1;
            }
            int place = (int) ((x + MAX) * TABLE_SIZE / MAX / 2);
            return 1 / (1 + Math.exp(MAX - place * 2.0 * MAX / TABLE_SIZE));
        }
    }

    /** The product of the branches on the way to a label, each the logistic function of its node's row. */
    record HierarchicalSoftmax(Matrix output, HuffmanTree tree) implements Classifier {
        @Override
        public double[] probabilities(float[] hidden) {
            double[] probabilities = new double[tree.nodes()];
            probabilities[tree.nodes() - 1] = 1;
            for (int node = tree.nodes() - 1; node >= tree.leaves(); node--) {
                double right = 1 / (1 + Math.exp(-output.dotRow(node - tree.leaves(), hidden)));
                probabilities[tree.left(node)] = probabilities[node] * (1 - right + EPSILON);
                probabilities[tree.right(node)] = probabilities[node] * (right + EPSILON);
            }
            return Arrays.copyOf(probabilities, tree.leaves());
        }
    }
}
