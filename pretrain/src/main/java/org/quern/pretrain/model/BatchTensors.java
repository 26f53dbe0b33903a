package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;

/** What all layers share for one batch: token ids, rotary angles and where documents lie. */
public final class BatchTensors {
    private final int numRows;
    private final int contextLength;
    private final NDArray tokens;
    private final KernelValue angles;
    private final long[] documents;

    /** Makes a batch's tensors in a scope. */
    public BatchTensors(Scope step, Kernels kernels, ModelConfig config, TokenBatch batch, boolean bf16) {
        numRows = batch.numRows();
        contextLength = batch.contextLength();
        for (long token : batch.tokens()) {
            if (token < 0 || token >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "token ids must lie in 0.." + (config.vocabSize() - 1) + ", got " + token);
            }
        }
        tokens = step.longs(batch.tokens(), numRows, contextLength);
        NDArray starts = step.longs(batch.starts(), numRows, contextLength);
        angles = kernels.call(step, "batch_tensors", starts, config.ropeTheta(), config.headDim(), bf16);
        documents = batch.documents();
    }

    /** The list that the kernels take: cos and sin of the rotary angles, which restart with each document. */
    public KernelValue angles() {
        return angles;
    }

    /** What may attend to one another: {@link TokenBatch#documents}. */
    long[] documents() {
        return documents;
    }

    /** [B, T] token ids. */
    public NDArray tokens() {
        return tokens;
    }

    /** B. */
    public int numRows() {
        return numRows;
    }

    /** T. */
    public int contextLength() {
        return contextLength;
    }
}
