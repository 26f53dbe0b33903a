package org.quern.tokenizer;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;

/** The documents of a stage as tokens, on Spark. */
final class EncodedDocuments {

    static final String KEY = "key";
    static final String TEXT_BYTES = "textBytes";
    static final String LENGTH = "length";
    static final String TOKENS = "tokens";

    static final RecordCodec<Encoded> CODEC = RecordCodec.of(Encoded.class);

    private EncodedDocuments() {}

    /**
     * A document as tokens.
     *
     * @param key place in the shuffled order: a function of the seed, the id and the copy; at least 0
     * @param textBytes of the text's UTF-8; of a document that was cut, its tokens' share
     * @param length number of tokens, the end of text included; 0 for a document without text
     * @param tokens little-endian ints
     */
    @SuppressWarnings("ArrayRecordComponent") // A row, never compared.
    record Encoded(
            String id,
            String url,
            int copy,
            long rank,
            String language,
            String domain,
            long key,
            long textBytes,
            int length,
            byte[] tokens) {

        int[] ids() {
            int[] ids = new int[length];
            ByteBuffer.wrap(tokens).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ids);
            return ids;
        }

        /** The first tokens alone. */
        Encoded head(int count) {
            return new Encoded(
                    id,
                    url,
                    copy,
                    rank,
                    language,
                    domain,
                    key,
                    textBytes * count / length,
                    count,
                    Arrays.copyOf(tokens, count * Integer.BYTES));
        }
    }

    static Dataset<Row> of(Dataset<Row> documents, SharedTokenizer tokenizer, long seed) {
        MapPartitionsFunction<Row, Row> encoding = rows -> new Encoding(rows, tokenizer.get(), seed);
        return documents.mapPartitions(encoding, CODEC.encoder());
    }

    /** Place of a document in the shuffled order, at least 0. */
    static long key(long seed, String id, int copy) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        long seeded = ByteStrings.mix(seed + 0x9E3779B97F4A7C15L * (copy + 1L));
        return ByteStrings.mix(ByteStrings.hash(bytes, 0, bytes.length) ^ seeded) >>> 1;
    }

    private record Input(String id, String url, int copy, long rank, String language, String domain, String text)
            implements Serializable {}

    private static final class Encoding implements Iterator<Row> {

        private static final RecordCodec<Input> INPUT = RecordCodec.of(Input.class);

        private final Iterator<Row> rows;
        private final TokenEncoder encoder;
        private final int endOfText;
        private final long seed;
        private final TokenBuffer tokens = new TokenBuffer();

        Encoding(Iterator<Row> rows, Tokenizer tokenizer, long seed) {
            this.rows = rows;
            this.encoder = tokenizer.newEncoder();
            this.endOfText = tokenizer.endOfText();
            this.seed = seed;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public Row next() {
            Input in = INPUT.fromRow(rows.next());
            tokens.clear();
            // Ordinary: a text that spells the end of text must not end its document.
            encoder.encodeOrdinary(in.text(), tokens);
            if (tokens.size() > 0) {
                tokens.add(endOfText);
            }
            return CODEC.toRow(new Encoded(
                    in.id(),
                    in.url(),
                    in.copy(),
                    in.rank(),
                    in.language(),
                    in.domain(),
                    key(seed, in.id(), in.copy()),
                    encoder.lastBytes(),
                    tokens.size(),
                    tokens.toLittleEndian()));
        }
    }
}
