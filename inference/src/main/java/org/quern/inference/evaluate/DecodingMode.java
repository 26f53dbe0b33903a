package org.quern.inference.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A way of decoding. */
public enum DecodingMode {
    /** Every layer for every token. */
    @JsonProperty("full-depth")
    FULL_DEPTH("full depth"),
    /** The batch leaves at the first exit at which all its sequences are confident. */
    @JsonProperty("early-exit")
    EARLY_EXIT("early exit"),
    /** The MTP layer drafts, the model verifies. */
    @JsonProperty("mtp")
    MTP("MTP");

    private final String text;

    DecodingMode(String text) {
        this.text = text;
    }

    /** How a person calls it. */
    public String text() {
        return text;
    }
}
