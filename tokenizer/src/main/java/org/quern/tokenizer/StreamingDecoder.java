package org.quern.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes ids as they come, as in generation: a character whose bytes are spread over tokens comes out when it is
 * whole. Not thread-safe; from {@link Tokenizer#newDecoder()}.
 */
public final class StreamingDecoder {

    private final Vocabulary vocabulary;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    /** Bytes of a character that is not whole. */
    private ByteBuffer pending = ByteBuffer.allocate(0);

    StreamingDecoder(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The characters that this token completes; none if it only begins or goes on with one.
     *
     * @throws IllegalArgumentException if there is no such id
     */
    public String append(int id) {
        byte[] token = vocabulary.bytes(id);
        return decode(token, false);
    }

    /** What is left: U+FFFD for a character that never became whole. The decoder can then begin again. */
    public String finish() {
        String rest = decode(new byte[0], true);
        decoder.reset();
        return rest;
    }

    private String decode(byte[] token, boolean end) {
        ByteBuffer in = ByteBuffer.allocate(pending.remaining() + token.length)
                .put(pending)
                .put(token)
                .flip();
        Utf8.maskSurrogates(in.array(), in.limit());
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, end);
        if (end) {
            decoder.flush(out);
        }
        pending = in;
        return out.flip().toString();
    }
}
