package org.quern.inference.generate;

import java.util.List;
import org.quern.inference.Request;

/**
 * A line of input.
 *
 * @param index its number among all prompts, from 0
 * @param id what it calls itself; empty where it does not
 * @param requests what is to be done, one for each sample; none where the line cannot be used
 * @param error why not; else empty
 */
record Prompt(long index, String id, List<Request> requests, String error) {
    /** Copies the list. */
    Prompt {
        requests = List.copyOf(requests);
    }
}
