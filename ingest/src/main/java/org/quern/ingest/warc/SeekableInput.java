package org.quern.ingest.warc;

import java.io.IOException;
import java.io.InputStream;

/** A file that can be opened again in its middle, wherever it lies. */
@FunctionalInterface
public interface SeekableInput {
    /** A stream that begins at this byte. */
    InputStream open(long offset) throws IOException;
}
