package org.quern.tokenizer;

import java.util.Optional;

/**
 * Encodes texts one after the other, with a cache of words and buffers that are used again. Not thread-safe: one a
 * thread, from {@link Tokenizer#newEncoder()}.
 */
public final class TokenEncoder {

    private final Vocabulary vocabulary;
    private final SplitPattern pattern;
    private final AddedTokens added;
    private final PieceMerger merger;
    private final Optional<PieceCache> cache;
    private final Utf8 utf8 = new Utf8(PieceCache.PADDING);

    TokenEncoder(Vocabulary vocabulary, SplitPattern pattern, AddedTokens added) {
        this.vocabulary = vocabulary;
        this.pattern = pattern;
        this.added = added;
        this.merger = new PieceMerger(vocabulary.merges(), vocabulary.byteIds());
        this.cache = vocabulary.size() <= PieceCache.MAX_VOCABULARY ? Optional.of(new PieceCache()) : Optional.empty();
    }

    /** Appends the ids of a text in which the added tokens, such as the end of text, stand for themselves. */
    public void encode(String text, TokenBuffer out) {
        int from = 0;
        while (from < text.length()) {
            AddedTokens.Match match = added.next(text, from);
            encodeOrdinary(text, from, match.start(), out);
            if (match.start() < text.length()) {
                out.add(match.id());
            }
            from = match.end();
        }
    }

    /** Appends the ids of a text that is nothing but text: an added token's name in it is spelt in ordinary tokens. */
    public void encodeOrdinary(String text, TokenBuffer out) {
        encodeOrdinary(text, 0, text.length(), out);
    }

    /** Bytes of UTF-8 of the last text that was encoded as ordinary. */
    int lastBytes() {
        return utf8.length();
    }

    private void encodeOrdinary(String text, int from, int to, TokenBuffer out) {
        utf8.set(text, from, to);
        byte[] bytes = utf8.bytes();
        int length = utf8.length();
        for (int start = 0; start < length; ) {
            int end = pattern.pieceEnd(bytes, start, length);
            encodePiece(bytes, start, end, out);
            start = end;
        }
    }

    private void encodePiece(byte[] text, int from, int to, TokenBuffer out) {
        int length = to - from;
        if (length == 1) {
            out.add(vocabulary.byteId(text[from]));
        } else if (length > PieceCache.MAX_BYTES || cache.isEmpty()) {
            merger.merge(text, from, to, out);
        } else if (!cache.get().find(text, from, length, out)) {
            int count = merger.merge(text, from, to, out);
            cache.get().keep(length, count, out);
        }
    }
}
