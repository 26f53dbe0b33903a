package org.quern.tokenizer.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Packs one shard's documents and writes it. The bytes follow from the documents and their keys alone. */
public final class ShardPacking {

    private final String stage;
    private final int contextLength;
    private final String tokenizerHash;
    private final int endOfText;

    /**
     * Packing for a stage.
     *
     * @param stage its name
     * @param contextLength tokens in a row
     * @param tokenizerHash {@code Tokenizer.hash()}
     * @param endOfText the id that pads
     */
    public ShardPacking(String stage, int contextLength, String tokenizerHash, int endOfText) {
        this.stage = stage;
        this.contextLength = contextLength;
        this.tokenizerHash = tokenizerHash;
        this.endOfText = endOfText;
    }

    /**
     * What was written.
     *
     * @param sequences rows
     * @param tokens without padding
     * @param padding tokens of padding
     * @param cut documents in more than one piece, which only one longer than the context can be
     */
    public record Packed(long sequences, long tokens, long padding, long cut) implements Serializable {

        private static final long serialVersionUID = 1L;

        /** An empty shard. */
        public static final Packed NOTHING = new Packed(0, 0, 0, 0);

        /** Two shards together. */
        public Packed plus(Packed other) {
            return new Packed(
                    sequences + other.sequences, tokens + other.tokens, padding + other.padding, cut + other.cut);
        }
    }

    /**
     * Packs the documents and writes the shard.
     *
     * @param documents by ascending key
     * @param out is closed
     * @throws IOException if the stream fails
     */
    public Packed write(List<TokenizedDocument> documents, OutputStream out) throws IOException {
        int[] lengths = documents.stream()
                .mapToInt(document -> document.tokens().length)
                .toArray();
        List<List<Piece>> rows = BestFitPacker.pack(lengths, contextLength);
        rows.sort(Comparator.comparingLong(row -> rowKey(row, documents)));
        long tokens = 0;
        try (ShardWriter writer = new ShardWriter(out, stage, contextLength, tokenizerHash)) {
            for (List<Piece> row : rows) {
                tokens += write(row, documents, writer);
            }
        }
        return new Packed(rows.size(), tokens, rows.size() * (long) contextLength - tokens, cut(rows));
    }

    private static long cut(List<List<Piece>> rows) {
        return rows.stream()
                .flatMap(List::stream)
                .filter(piece -> piece.from() > 0)
                .mapToInt(Piece::document)
                .distinct()
                .count();
    }

    /** Full rows of long documents and rows of many short ones must not stay in separate heaps. */
    private static long rowKey(List<Piece> row, List<TokenizedDocument> documents) {
        Piece first = row.get(0);
        long mixed = (documents.get(first.document()).key() + first.from()) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }

    private int write(List<Piece> row, List<TokenizedDocument> documents, ShardWriter writer) throws IOException {
        int[] tokens = new int[contextLength];
        List<DocumentSpan> spans = new ArrayList<>(row.size());
        int length = 0;
        for (Piece piece : row) {
            TokenizedDocument document = documents.get(piece.document());
            System.arraycopy(document.tokens(), piece.from(), tokens, length, piece.length());
            spans.add(new DocumentSpan(document.id(), document.url(), document.domain(), length, piece.from()));
            length += piece.length();
        }
        Arrays.fill(tokens, length, contextLength, endOfText);
        writer.write(tokens, length, spans);
        return length;
    }
}
