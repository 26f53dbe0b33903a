package org.quern.inference;

/** The type of weights and matrix products; the residual stream is fp32 in both. */
public enum Precision {
    /** 32 bits: reproduces training's losses. */
    FP32,
    /** 16 bits, 8 of them exponent: half the memory to read for each token. */
    BF16
}
