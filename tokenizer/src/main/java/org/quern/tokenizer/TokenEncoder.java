package org.quern.tokenizer;

import org.quern.tokenizer.split.SplitPattern;

/**
 * Encodes texts one after the other, with a cache of words and buffers that are used again. Not thread-safe: one a
 * thread, from {@link Tokenizer#newEncoder()}.
 */
public final class TokenEncoder {

    private final Vocabulary vocabulary;
    private final TextNormalizer normalizer;
    private final SplitPattern pattern;
    private final AddedTokens added;
    private final PieceMerger merger;
    private final PieceCache cache = new PieceCache();
    private final Utf8 utf8 = new Utf8(PieceCache.PADDING);

    TokenEncoder(Vocabulary vocabulary, TextNormalizer normalizer, SplitPattern pattern, AddedTokens added) {
        this.vocabulary = vocabulary;
        this.normalizer = normalizer;
        this.pattern = pattern;
        this.added = added;
        this.merger = new PieceMerger(vocabulary);
    }

    /** Appends the ids of a text in which the added tokens, such as the end of text, stand for themselves. */
    public void encode(String text, TokenBuffer out) {
        int from = 0;
        while (from < text.length()) {
            AddedTokens.Match match = added.next(text, from);
            encodeOrdinary(text.substring(from, match.start()), out);
            if (match.start() < text.length()) {
                out.add(match.id());
            }
            from = match.end();
        }
    }

    /** Appends the ids of a text that is nothing but text: an added token's name in it is spelt in ordinary tokens. */
    public void encodeOrdinary(String text, TokenBuffer out) {
        utf8.set(normalizer.apply(text));
        byte[] bytes = utf8.bytes();
        int length = utf8.length();
        for (int start = 0; start < length; ) {
            int end = pattern.pieceEnd(bytes, start, length);
            encodePiece(bytes, start, end, out);
            start = end;
        }
    }

    /** Bytes of UTF-8 of the last text that was encoded as ordinary, once it was normalized. */
    int lastBytes() {
        return utf8.length();
    }

    private void encodePiece(byte[] text, int from, int to, TokenBuffer out) {
        int length = to - from;
        if (length > PieceCache.MAX_BYTES) {
            encodeNewPiece(text, from, to, out);
        } else if (!cache.find(text, from, length, out)) {
            int count = encodeNewPiece(text, from, to, out);
            cache.keep(length, count, out);
        }
    }

    private int encodeNewPiece(byte[] text, int from, int to, TokenBuffer out) {
        if (vocabulary.wholePieces().isPresent()) {
            int id = vocabulary.wholePieces().get().find(text, from, to);
            if (id >= 0) {
                out.add(id);
                return 1;
            }
        }
        return merger.merge(text, from, to, out);
    }
}
