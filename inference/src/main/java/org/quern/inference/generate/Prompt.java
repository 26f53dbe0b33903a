package org.quern.inference.generate;

import java.util.Optional;
import org.quern.inference.Request;

/**
 * A line of input.
 *
 * @param index its number among all prompts, from 0
 * @param id what it calls itself; empty where it does not
 * @param request what is to be done; empty where the line cannot be used
 * @param error why not; else empty
 */
record Prompt(long index, String id, Optional<Request> request, String error) {}
