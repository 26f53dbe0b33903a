package org.quern.tokenizer.shard;

import java.nio.file.Path;
import org.quern.ingest.job.InputException;

/** How a shard that cannot be used is reported: in one line that names the file and the remedy. */
final class CorruptShard {

    private CorruptShard() {}

    static InputException in(Path file, String what) {
        return new InputException(line(file, what));
    }

    static InputException in(Path file, String what, Throwable cause) {
        return new InputException(line(file, what), cause);
    }

    private static String line(Path file, String what) {
        return "%s: %s; run tokenize again to write it anew".formatted(file, what);
    }
}
