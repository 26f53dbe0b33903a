package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.quern.pretrain.kernel.Scope;

/** A norm, then the product with the vocabulary's matrix: logits for reading, cross-entropy for learning. */
public final class VocabularyHead {
    /** Bytes of logits that may exist at a time: few enough for caches, enough for products to be fast; measured. */
    private static final long MAX_LOGIT_BYTES = 16 << 20;

    private final Model model;
    private final String norm;
    private final Model.Cast matrix;
    private final double zWeight;

    /** The head behind a norm, such as the final one or an MTP layer's own. */
    public VocabularyHead(Model model, String norm) {
        this(model, norm, 0);
    }

    /**
     * A head whose gradients keep the logits' scale in place, as PaLM's (arXiv 2204.02311, section 5).
     *
     * @param zWeight of the square of each target's log sum exp of logits, beside its cross-entropy
     */
    public VocabularyHead(Model model, String norm, double zWeight) {
        this.model = model;
        this.norm = norm;
        this.zWeight = zWeight;
        this.matrix = model.cast(List.of(model.headName()));
    }

    /** The fp32 logits [M, V] of hidden states [M, H]. */
    public NDArray logits(Scope step, NDArray hidden) {
        return model.kernels()
                .array(
                        step,
                        "head_logits",
                        hidden,
                        model.weight(norm),
                        matrix.value(),
                        model.config().rmsNormEps());
    }

    /**
     * The cross-entropy of each target, without gradients: fp32 [M].
     *
     * @param hidden [.., H]; all positions
     */
    public NDArray losses(Scope step, NDArray hidden, TokenBatch.Targets targets) {
        return chosen("head_losses", step, hidden, targets);
    }

    /**
     * How probable each target is: fp32 [2, M], the log-probabilities, then 1 where the target is the most probable token
     * (of equals the first), else 0.
     *
     * @param hidden [.., H]; all positions
     */
    public NDArray scores(Scope step, NDArray hidden, TokenBatch.Targets targets) {
        return chosen("head_scores", step, hidden, targets);
    }

    private NDArray chosen(String kernel, Scope step, NDArray hidden, TokenBatch.Targets targets) {
        return model.kernels()
                .array(
                        step,
                        kernel,
                        flat(hidden),
                        model.weight(norm),
                        matrix.value(),
                        rows(step, hidden, targets),
                        ids(step, targets),
                        model.config().rmsNormEps(),
                        chunk());
    }

    /**
     * The cross-entropy of each target, with gradients: those of the z-loss with them, which the losses leave out.
     *
     * @param hidden [.., H]; all positions
     * @param scale by which gradients are multiplied
     * @param d to which the gradient of {@code hidden} is added
     * @param gradients to which those of the norm and the matrix are added; the matrix may be frozen
     * @return fp32 [M]
     */
    public NDArray learn(
            Scope step,
            NDArray hidden,
            TokenBatch.Targets targets,
            double scale,
            NDArray d,
            ParameterBuffer gradients) {
        return model.kernels()
                .array(
                        step,
                        "head_learn",
                        flat(hidden),
                        model.weight(norm),
                        matrix.value(),
                        rows(step, hidden, targets),
                        ids(step, targets),
                        scale,
                        zWeight,
                        model.config().rmsNormEps(),
                        chunk(),
                        flat(d),
                        gradients.view(norm),
                        gradients.viewOrEmpty(model.headName()));
    }

    private NDArray flat(NDArray states) {
        long hidden = model.config().hiddenSize();
        NDArray flat = states.reshape(-1, hidden);
        return Scope.require(
                "hidden states", flat, DataType.FLOAT32, flat.getShape().get(0), hidden);
    }

    private static NDArray rows(Scope step, NDArray hidden, TokenBatch.Targets targets) {
        long positions = hidden.getShape().size() / hidden.getShape().getLastDimension();
        for (long row : targets.rows()) {
            if (row < 0 || row >= positions) {
                throw new IllegalArgumentException("positions must lie in 0.." + (positions - 1) + ", got " + row);
            }
        }
        return step.longs(targets.rows(), targets.rows().length);
    }

    private NDArray ids(Scope step, TokenBatch.Targets targets) {
        for (long id : targets.ids()) {
            if (id < 0 || id >= model.config().vocabSize()) {
                throw new IllegalArgumentException(
                        "targets must lie in 0.." + (model.config().vocabSize() - 1) + ", got " + id);
            }
        }
        return step.longs(targets.ids(), targets.ids().length);
    }

    private int chunk() {
        long bytesPerRow = (model.isBf16() ? 2L : 4L) * model.config().vocabSize();
        return (int) Math.max(128, MAX_LOGIT_BYTES / bytesPerRow);
    }
}
