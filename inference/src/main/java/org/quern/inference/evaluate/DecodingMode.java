package org.quern.inference.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A way of decoding. */
public enum DecodingMode {
    /** Every layer for every token. */
    @JsonProperty("full-depth")
    FULL_DEPTH,
    /** The batch leaves at the first exit at which all its sequences are confident. */
    @JsonProperty("early-exit")
    EARLY_EXIT,
    /** The MTP layer drafts, the model verifies. */
    @JsonProperty("mtp")
    MTP
}
