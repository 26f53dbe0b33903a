package org.quern.ingest.document;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** What is in one input, read as it is asked for: memory holds one finding at a time. */
public interface Findings extends Closeable {
    /**
     * The next finding; nothing at the end.
     *
     * @throws IOException if nothing more can be read of this input; what came before stands
     */
    Optional<Finding> next() throws IOException;

    /** Nothing. */
    static Findings none() {
        return new Findings() {
            @Override
            public Optional<Finding> next() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
