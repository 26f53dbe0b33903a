package org.quern.ingest.language.fasttext;

import java.io.IOException;

/** A file that is not a model; the message goes on after its name and "it". */
final class MalformedModelException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedModelException(String message) {
        super(message);
    }
}
