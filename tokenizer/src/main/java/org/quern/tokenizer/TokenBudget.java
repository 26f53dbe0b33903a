package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.InputException;

/**
 * How much of each domain a stage keeps, so that its ratios hold to the token: {@code ratio_d * min(maxTokens, min over
 * domains (tokens_d / ratio_d))}, taken from the lowest rank up; the document on the border is cut there.
 *
 * <p>The driver sees sums over blocks of ranks, then the documents of the one block that holds a border.
 */
final class TokenBudget {

    private static final int BLOCK_BITS = 12;
    private static final Column BLOCK = shiftright(col(StageDocuments.RANK), BLOCK_BITS);
    private static final Column HAS_TEXT = col(EncodedDocuments.LENGTH).gt(0);
    /** Against the rounding of ratio * (tokens / ratio). */
    private static final double TOLERANCE = 1e-6;

    private final Dataset<Row> encoded;
    private final HashMap<String, RankBorder> borders = new HashMap<>();
    private final TreeMap<String, Kept> kept = new TreeMap<>();

    private long read;

    private TokenBudget(Dataset<Row> encoded) {
        this.encoded = encoded;
    }

    /**
     * What stays of a domain.
     *
     * @param ratio wanted share of the stage's tokens
     * @param documents that stay
     * @param tokens that stay
     * @param available what came in
     */
    record Kept(double ratio, long documents, long tokens, TextSums available) {}

    /**
     * The budget of a stage.
     *
     * @param encoded rows of {@link EncodedDocuments}
     */
    static TokenBudget of(Dataset<Row> encoded, StageDocuments stage) {
        SortedMap<String, Double> ratios = stage.ratios();
        TokenBudget budget = new TokenBudget(encoded);
        Map<String, NavigableMap<Long, TextSums>> blocks = budget.sums();
        Map<String, TextSums> available = new TreeMap<>();
        blocks.forEach(
                (domain, sums) -> available.put(domain, sums.values().stream().reduce(TextSums.NONE, TextSums::plus)));
        double unit = unit(available, stage);
        blocks.forEach((domain, sums) -> {
            double ratio = ratios.getOrDefault(domain, 0.0);
            TextSums all = available.getOrDefault(domain, TextSums.NONE);
            long wanted = ratios.isEmpty() ? all.tokens() : Math.min(all.tokens(), (long) (unit * ratio + TOLERANCE));
            budget.kept.put(domain, new Kept(ratio, budget.keep(domain, wanted, sums), wanted, all));
        });
        return budget;
    }

    /** The stage's tokens: those wanted, or as many as its scarcest domain allows. */
    private static double unit(Map<String, TextSums> available, StageDocuments stage) {
        double unit = stage.maxTokens();
        for (Map.Entry<String, Double> ratio : stage.ratios().entrySet()) {
            long tokens = available.getOrDefault(ratio.getKey(), TextSums.NONE).tokens();
            if (ratio.getValue() > 0 && tokens == 0) {
                throw new InputException(
                        "%s has no text of domain '%s', whose ratio is %s; run mix again with a ratio of 0 for it"
                                .formatted(stage.name(), ratio.getKey(), ratio.getValue()));
            }
            unit = ratio.getValue() > 0 ? Math.min(unit, tokens / ratio.getValue()) : unit;
        }
        return unit;
    }

    /** Each domain's sums by block of ranks. */
    private Map<String, NavigableMap<Long, TextSums>> sums() {
        List<Row> rows = encoded.groupBy(col(TextTable.DOMAIN), BLOCK)
                .agg(
                        count(when(HAS_TEXT, 1)),
                        sum(col(EncodedDocuments.LENGTH)),
                        sum(col(EncodedDocuments.TEXT_BYTES)),
                        count(lit(1)))
                .collectAsList();
        Map<String, NavigableMap<Long, TextSums>> sums = new TreeMap<>();
        for (Row row : rows) {
            read += row.getLong(5);
            sums.computeIfAbsent(row.getString(0), domain -> new TreeMap<>())
                    .put(row.getLong(1), new TextSums(row.getLong(2), row.getLong(3), row.getLong(4)));
        }
        return sums;
    }

    /** Sets the border at so many tokens; returns the number of documents up to it. */
    private long keep(String domain, long wanted, NavigableMap<Long, TextSums> blocks) {
        TextSums whole = TextSums.NONE;
        for (Map.Entry<Long, TextSums> block : blocks.entrySet()) {
            TextSums next = whole.plus(block.getValue());
            if (next.tokens() > wanted) {
                return whole.documents() + setBorder(domain, block.getKey(), wanted - whole.tokens());
            }
            whole = next;
        }
        return whole.documents();
    }

    /** Finds the border in a block of ranks of which so many tokens stay; returns how many of its documents do. */
    private int setBorder(String domain, long block, long tokens) {
        List<RankBorder> documents = encoded
                .filter(HAS_TEXT.and(col(TextTable.DOMAIN).equalTo(domain)).and(BLOCK.equalTo(block)))
                .select(StageDocuments.RANK, TextTable.ID, StageDocuments.COPY, EncodedDocuments.LENGTH)
                .collectAsList()
                .stream()
                .map(row -> new RankBorder(row.getLong(0), row.getString(1), row.getInt(2), row.getInt(3)))
                .sorted()
                .toList();
        int whole = 0;
        long left = tokens;
        while (documents.get(whole).tokens() <= left) {
            left -= documents.get(whole).tokens();
            whole++;
        }
        RankBorder last = documents.get(whole);
        borders.put(domain, new RankBorder(last.rank(), last.id(), last.copy(), (int) left));
        return left > 0 ? whole + 1 : whole;
    }

    /** Documents that came in, those without text among them. */
    long read() {
        return read;
    }

    /** By domain. */
    SortedMap<String, Kept> kept() {
        return kept;
    }

    /** The documents that stay, those without text not among them. */
    Dataset<Row> rows() {
        HashMap<String, RankBorder> cuts = borders;
        FlatMapFunction<Row, Row> cutting = row -> RankBorder.cut(row, cuts);
        return encoded.filter(HAS_TEXT).flatMap(cutting, EncodedDocuments.CODEC.encoder());
    }
}
