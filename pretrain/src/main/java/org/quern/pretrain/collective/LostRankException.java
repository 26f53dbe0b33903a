package org.quern.pretrain.collective;

import java.io.IOException;
import java.util.Objects;

/** Another rank is lost, hung or too slow: what all ranks do is to be begun anew from the last checkpoint. */
public final class LostRankException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes the exception of the failure that shows it. */
    public LostRankException(Throwable cause) {
        super(Objects.requireNonNullElse(cause.getMessage(), cause.toString()), cause);
    }
}
