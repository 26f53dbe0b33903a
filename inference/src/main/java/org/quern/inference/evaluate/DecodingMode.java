package org.quern.inference.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A way of decoding. */
public enum DecodingMode {
    /** Every layer for every token. */
    @JsonProperty("full-depth")
    FULL_DEPTH("full depth"),
    /** The batch leaves at the first exit at which all its sequences are confident. */
    @JsonProperty("early-exit")
    EARLY_EXIT("early exit of whole batches"),
    /** Each sequence leaves at the first exit at which it is confident; the others go on. */
    @JsonProperty("compaction")
    COMPACTION("early exit by sequence"),
    /** The layers up to an exit draft, the model verifies. */
    @JsonProperty("self-speculation")
    SELF_SPECULATION("self-speculation"),
    /** The MTP layer drafts, the model verifies. */
    @JsonProperty("mtp")
    MTP("MTP");

    private final String text;

    DecodingMode(String text) {
        this.text = text;
    }

    /** Whether tokens may be others than at full depth. */
    boolean isLossy() {
        return this == EARLY_EXIT || this == COMPACTION;
    }

    /** How a person calls it. */
    public String text() {
        return text;
    }
}
