package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.InputException;

/**
 * The documents to learn from: those of domains with a weight, or a sample of them.
 *
 * @param rows columns id, domain and text
 * @param all what the inputs have
 * @param used what the rows have
 */
record SampledDocuments(Dataset<Row> rows, Size all, Size used) {

    /** How many documents, and bytes of UTF-8. */
    record Size(long documents, long bytes) {
        Size plus(Size other) {
            return new Size(documents + other.documents, bytes + other.bytes);
        }
    }

    /**
     * About so many bytes of the documents, chosen by the hash of their ids.
     *
     * @throws InputException if there is no text, or a weight names a domain that the documents lack
     */
    static SampledDocuments of(Dataset<Row> documents, DomainWeights weights, long maxBytes) {
        Map<String, Size> domains = sizes(documents);
        for (String domain : weights.weights().keySet()) {
            if (!domains.containsKey(domain)) {
                throw new InputException("domainWeights names the domain '%s', the inputs have %s; correct or remove it"
                        .formatted(domain, new TreeSet<>(domains.keySet())));
            }
        }
        Size all = total(domains);
        domains.keySet().removeIf(domain -> weights.of(domain) == 0);
        Size weighted = total(domains);
        if (weighted.bytes == 0) {
            throw new InputException(
                    "the inputs have no text to learn from; give documents, of a domain with a weight");
        }
        Dataset<Row> rows = documents.filter(col(TextTable.DOMAIN).isInCollection(domains.keySet()));
        if (weighted.bytes <= maxBytes) {
            return new SampledDocuments(rows, all, weighted);
        }
        long bound = (long) (((double) maxBytes / weighted.bytes - 0.5) * 0x1p64);
        Dataset<Row> sample = rows.filter(xxhash64(col(TextTable.ID)).lt(lit(bound)));
        return new SampledDocuments(sample, all, total(sizes(sample)));
    }

    private static Map<String, Size> sizes(Dataset<Row> documents) {
        Map<String, Size> sizes = new HashMap<>();
        for (Row row : documents
                .groupBy(col(TextTable.DOMAIN))
                .agg(count(lit(1)), sum(octet_length(col(TextTable.TEXT))))
                .collectAsList()) {
            sizes.put(row.getString(0), new Size(row.getLong(1), row.getLong(2)));
        }
        return sizes;
    }

    private static Size total(Map<String, Size> sizes) {
        return sizes.values().stream().reduce(new Size(0, 0), Size::plus);
    }
}
