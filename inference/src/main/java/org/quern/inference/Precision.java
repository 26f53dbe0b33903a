package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The type of weights and matrix products; the residual stream is fp32 in all. */
public enum Precision {
    /** 32 bits: reproduces training's losses. */
    @JsonProperty("fp32")
    FP32(0),
    /** 16 bits, 8 of them exponent: half the memory to read for each token. */
    @JsonProperty("bf16")
    BF16(1),
    /**
     * Weights in 8 bits with a scale for each row, everything else in bf16: half of bf16's memory to read, for batches of a few
     * rows; its kernel is slower than bf16's beyond.
     */
    @JsonProperty("int8")
    INT8(2);

    private final int kind;

    Precision(int kind) {
        this.kind = kind;
    }

    /** As the kernels number them. */
    int kind() {
        return kind;
    }

    /** Whether activations, keys and values have 16 bits. */
    boolean isHalf() {
        return this != FP32;
    }
}
