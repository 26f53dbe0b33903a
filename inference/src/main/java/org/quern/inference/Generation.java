package org.quern.inference;

import java.util.List;

/**
 * All completions, in the order of their requests.
 *
 * @param stats over all of them
 */
public record Generation(List<Completion> completions, DecodingStats stats) {
    /** Copies the list. */
    public Generation {
        completions = List.copyOf(completions);
    }
}
