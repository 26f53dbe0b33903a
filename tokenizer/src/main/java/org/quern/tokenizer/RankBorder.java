package org.quern.tokenizer;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.quern.tokenizer.EncodedDocuments.Encoded;

/**
 * The last document of a domain that a stage keeps: what has a lower rank stays, what has a higher one goes.
 *
 * @param tokens of it that stay, 0 to all
 */
record RankBorder(long rank, String id, int copy, int tokens) implements Comparable<RankBorder>, Serializable {

    /** Ranks are meant to be unique; where they are not, the order is still one. */
    private static final Comparator<RankBorder> ORDER = Comparator.comparingLong(RankBorder::rank)
            .thenComparing(RankBorder::id)
            .thenComparingInt(RankBorder::copy);

    @Override
    public int compareTo(RankBorder other) {
        return ORDER.compare(this, other);
    }

    /** What stays of a row of {@link EncodedDocuments}: itself, its beginning, or nothing. */
    static Iterator<Row> cut(Row row, Map<String, RankBorder> borders) {
        RankBorder border = borders.get(row.<String>getAs(TextTable.DOMAIN));
        if (border == null) {
            return List.of(row).iterator();
        }
        Encoded document = EncodedDocuments.CODEC.fromRow(row);
        int order = new RankBorder(document.rank(), document.id(), document.copy(), 0).compareTo(border);
        if (order < 0) {
            return List.of(row).iterator();
        }
        return order > 0 || border.tokens == 0
                ? Collections.emptyIterator()
                : List.of(EncodedDocuments.CODEC.toRow(document.head(border.tokens)))
                        .iterator();
    }
}
