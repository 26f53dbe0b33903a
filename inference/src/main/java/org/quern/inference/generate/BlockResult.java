package org.quern.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a block came to.
 *
 * @param prompts in it
 * @param refused of them, those with an error
 * @param newTokens generated
 * @param fresh whether it was made just now; else an earlier run left it
 */
record BlockResult(long prompts, long refused, long newTokens, boolean fresh) {
    /** Nothing yet. */
    static BlockResult empty(boolean fresh) {
        return new BlockResult(0, 0, 0, fresh);
    }

    /** With one line of output more. */
    BlockResult plus(JsonNode line) {
        return new BlockResult(
                prompts + 1,
                refused + (line.has(CompletionLine.ERROR) ? 1 : 0),
                newTokens + line.path(CompletionLine.NEW_TOKENS).asLong(),
                fresh);
    }
}
