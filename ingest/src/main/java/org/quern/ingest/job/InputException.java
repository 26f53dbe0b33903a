package org.quern.ingest.job;

/**
 * What the user gave cannot be used: a path, an option, a config value, a file. Its message is the one line that is
 * printed: what, the value, the allowed range, the remedy. Ends the program with status 2.
 */
public final class InputException extends RuntimeException {
    /** Makes the exception with its one line. */
    public InputException(String message) {
        super(message);
    }

    /** Makes the exception with the failure underneath, for the log. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
