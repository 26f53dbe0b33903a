package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** Looks at positions that have come to an exit: which are sure enough to leave there, and what they say. */
final class ExitJudge {
    private final DecodingModel model;
    private final ExitTest test;
    private final boolean together;

    private ExitJudge(DecodingModel model, ExitTest test, boolean together) {
        this.model = model;
        this.test = test;
        this.together = together;
    }

    /** That of a policy; none where nothing leaves early. */
    static Optional<ExitJudge> of(DecodingModel model, ExitPolicy policy) {
        return policy.exitTest().map(test -> new ExitJudge(model, test, policy instanceof ExitPolicy.WholeBatch));
    }

    /** Whether it needs what went into the exit's layer. */
    boolean compares() {
        return test.confidence() == Confidence.SIMILARITY;
    }

    /**
     * A judgement.
     *
     * @param sure for each row, whether it may leave
     * @param choice the tokens of the rows that are sure
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one pass and is never compared.
    record Verdict(boolean[] sure, TokenChoice choice) {}

    /**
     * Judges positions.
     *
     * @param flights whose positions that enter a segment are judged at its end, a row each
     * @param exit the layer, counted from 1
     * @param before what went into that layer, where {@link #compares}
     * @param hidden what came out
     */
    Verdict judge(Scope step, List<Flight> flights, int exit, KernelValue before, KernelValue hidden) {
        return switch (test.confidence()) {
            case SIMILARITY -> ofSome(step, flights, hidden, model.similarities(step, hidden, before));
            case CLASSIFIER -> ofSome(step, flights, hidden, model.classify(step, hidden, exit));
            case TOP_PROBABILITY -> {
                NDArray logits = model.logits(step, hidden);
                yield ofAll(step, flights, logits, model.topProbabilities(step, logits));
            }
            case MARGIN -> {
                NDArray logits = model.logits(step, hidden);
                yield ofAll(step, flights, logits, model.margins(step, logits));
            }
        };
    }

    private Verdict ofAll(Scope step, List<Flight> flights, NDArray logits, float[] confidences) {
        return new Verdict(sure(flights, confidences), TokenChoice.of(model, step, logits, flights));
    }

    /** With logits for sure rows alone: the head over the vocabulary is most of what an exit costs. */
    private Verdict ofSome(Scope step, List<Flight> flights, KernelValue hidden, float[] confidences) {
        boolean[] sure = sure(flights, confidences);
        return new Verdict(sure, TokenChoice.ofSome(model, step, hidden, sure, flights));
    }

    private boolean[] sure(List<Flight> flights, float[] confidences) {
        boolean[] sure = new boolean[confidences.length];
        int row = 0;
        boolean all = true;
        for (Flight flight : flights) {
            int entered = flight.entering().size();
            for (int i = 0; i < entered; i++, row++) {
                Sequence sequence = flight.sequence();
                sure[row] = test.passes(
                        confidences[row],
                        sequence.numTokens() + flight.size() - entered + i,
                        sequence.request().maxNewTokens());
                all &= sure[row];
            }
        }
        if (together) {
            Arrays.fill(sure, all);
        }
        return sure;
    }
}
