package org.quern.inference;

import java.util.Arrays;
import org.quern.inference.ContinuationScorer.TextPair;
import org.quern.inference.ContinuationScorer.TokenPair;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.Tokenizer;

/** Pairs of texts as tokens, by the rules of lm-evaluation-harness 0.4 ({@code TemplateLM.loglikelihood}). */
final class ContinuationEncoder {
    /** White space of Python's {@code str.rstrip} that Java counts neither as such nor as a space. */
    private static final char NEXT_LINE = '\u0085';

    private final Tokenizer tokenizer;

    ContinuationEncoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * A pair's tokens. White space at the context's end belongs to the continuation, whose tokens are those of both texts
     * together after as many as the context alone has. The end-of-text token stands for a context without anything else.
     */
    TokenPair encode(TextPair pair) {
        int end = pair.context().length();
        while (end > 0 && isSpace(pair.context().charAt(end - 1))) {
            end--;
        }
        String whole = pair.context() + pair.continuation();
        return end == 0 ? withoutContext(whole) : withContext(pair.context().substring(0, end), whole);
    }

    private TokenPair withContext(String context, String whole) {
        int[] contextTokens = tokenizer.encode(context);
        int[] tokens = tokenizer.encode(whole);
        if (tokens.length <= contextTokens.length) {
            throw new InputException(String.format(
                    "the continuation has no token of its own after the context '%s'; begin it with a space, or make it"
                            + " longer",
                    context));
        }
        return new TokenPair(contextTokens, Arrays.copyOfRange(tokens, contextTokens.length, tokens.length));
    }

    private TokenPair withoutContext(String continuation) {
        int[] tokens = tokenizer.encode(continuation);
        int endOfText = tokenizer.endOfText();
        return tokens.length > 0 && tokens[0] == endOfText
                ? new TokenPair(new int[] {endOfText}, Arrays.copyOfRange(tokens, 1, tokens.length))
                : new TokenPair(new int[] {endOfText}, tokens);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }
}
