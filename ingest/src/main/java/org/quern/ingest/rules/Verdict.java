package org.quern.ingest.rules;

import java.util.Optional;

/**
 * What a rule says of a text.
 *
 * @param keep whether the text stays
 * @param reason which test dropped it, such as {@code gopher.quality.mean_word_length}; empty if kept
 * @param value what that test measured; 0 if kept
 * @param edited the text to go on with, where the rule removed lines of it
 */
public record Verdict(boolean keep, String reason, double value, Optional<String> edited) {
    /** The verdict of every rule that has nothing to object. */
    public static final Verdict KEEP = new Verdict(true, "", 0, Optional.empty());

    /** Drop the text: the test {@code reason} measured {@code value}. */
    public static Verdict drop(String reason, double value) {
        return new Verdict(false, reason, value, Optional.empty());
    }

    /** Keep the text in this edited form. */
    public static Verdict keepEdited(String text) {
        return new Verdict(true, "", 0, Optional.of(text));
    }
}
