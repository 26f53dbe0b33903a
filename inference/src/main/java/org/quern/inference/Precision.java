package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The type of weights and matrix products; the residual stream is fp32 in both. */
public enum Precision {
    /** 32 bits: reproduces training's losses. */
    @JsonProperty("fp32")
    FP32,
    /** 16 bits, 8 of them exponent: half the memory to read for each token. */
    @JsonProperty("bf16")
    BF16
}
