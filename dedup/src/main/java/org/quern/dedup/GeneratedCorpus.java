package org.quern.dedup;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.document.Document;
import org.quern.ingest.job.RecordCodec;

/**
 * Documents made from a seed, each from its number alone, so that a corpus of any size is made in parallel and never held.
 *
 * @param shape how they resemble one another
 * @param documents how many
 * @param words in a document; in a realistic corpus from half to one and a half times as many
 */
record GeneratedCorpus(DedupScaleBench.Shape shape, long documents, int words) implements Serializable {
    private static final double UNIQUE = 0.7;
    private static final long DOCUMENTS_PER_FAMILY = 10;
    private static final long DOCUMENTS_PER_PARTITION = 50_000;

    /** What a random number is drawn for. */
    private enum Draw {
        UNIQUE(0),
        FAMILY(1),
        COPY(2),
        CHAIN(3);

        private final int offset;

        Draw(int offset) {
            this.offset = offset;
        }

        SplittableRandom random(long number) {
            return new SplittableRandom(Mix64.mix(number * values().length + offset));
        }
    }

    /**
     * The rows of ingest's output.
     *
     * @param first number of a document: corpora of other numbers have other documents, but the same families
     */
    Dataset<Row> rows(SparkSession spark, long first) {
        RecordCodec<Document> codec = RecordCodec.of(Document.class);
        int partitions = (int) Math.max(spark.sparkContext().defaultParallelism(), documents / DOCUMENTS_PER_PARTITION);
        return spark.range(first, first + documents, 1, partitions)
                .as(Encoders.LONG())
                .mapPartitions(
                        (MapPartitionsFunction<Long, Row>) numbers -> documents(numbers, codec), codec.encoder());
    }

    private Iterator<Row> documents(Iterator<Long> numbers, RecordCodec<Document> codec) {
        ZipfWords language = new ZipfWords();
        return new MappedIterator<>(numbers, number -> codec.toRow(document(number, language)));
    }

    Document document(long number, ZipfWords language) {
        List<String> text =
                switch (shape) {
                    case REALISTIC -> realistic(number, language);
                    case IDENTICAL -> identical(number, language);
                    case CHAIN -> chain(number, language);
                };
        return Document.of("https://example.org/" + number, "generated", number, "eng", "web", String.join(" ", text));
    }

    private List<String> realistic(long number, ZipfWords language) {
        SplittableRandom random = Draw.COPY.random(number);
        if (random.nextDouble() < UNIQUE) {
            return text(Draw.UNIQUE.random(number), language);
        }
        double cubed = Math.pow(random.nextDouble(), 3);
        List<String> text = text(Draw.FAMILY.random((long) (cubed * (documents / DOCUMENTS_PER_FAMILY + 1))), language);
        switch (random.nextInt(3)) {
            case 0 -> exchange(text, 1 + random.nextInt(2), random, language);
            case 1 -> exchange(text, (text.size() * (4 + random.nextInt(9)) + 99) / 100, random, language);
            default -> {}
        }
        return text;
    }

    private List<String> identical(long number, ZipfWords language) {
        List<String> text = text(Draw.FAMILY.random(0), language);
        switch ((int) (number % 4)) {
            case 0 -> text.add(Long.toString(number));
            case 1 -> exchange(text, 1, Draw.COPY.random(number), language);
            default -> {}
        }
        return text;
    }

    private List<String> chain(long number, ZipfWords language) {
        long first = number * Math.max(1, words / 50);
        List<String> text = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            text.add(language.next(Draw.CHAIN.random(first + i)));
        }
        return text;
    }

    private List<String> text(SplittableRandom random, ZipfWords language) {
        int length = shape == DedupScaleBench.Shape.REALISTIC ? words / 2 + random.nextInt(words + 1) : words;
        List<String> text = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            text.add(language.next(random));
        }
        return text;
    }

    private static void exchange(List<String> text, int times, SplittableRandom random, ZipfWords language) {
        for (int i = 0; i < times; i++) {
            text.set(random.nextInt(text.size()), language.next(random));
        }
    }
}
