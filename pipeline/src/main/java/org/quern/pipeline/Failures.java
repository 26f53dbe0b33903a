package org.quern.pipeline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds what a failure was about under the layers that Spark wraps around it. */
final class Failures {
    /** What Linux and macOS say of a full disk. */
    private static final String NO_SPACE = "No space left on device";

    private Failures() {}

    /** The first cause of that type; null where there is none. */
    static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** One line: the innermost message, which names the thing; the log has the rest. */
    static String describe(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = Objects.requireNonNullElse(innermost.getMessage(), innermost.toString());
        String line = message.lines().findFirst().orElse("");
        if (line.contains(NO_SPACE)) {
            return "%s: free some where --output and Spark's temporary folder (spark.local.dir, else %s) are, then run the same command again; what was finished is kept"
                    .formatted(NO_SPACE, System.getProperty("java.io.tmpdir"));
        }
        return innermost instanceof java.io.IOException
                ? line
                : innermost.getClass().getSimpleName() + ": " + line;
    }
}
