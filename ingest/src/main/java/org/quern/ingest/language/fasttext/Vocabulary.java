package org.quern.ingest.language.fasttext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/** From a line of text to rows of the input matrix, and labels. Words are strings of bytes, a char each. */
final class Vocabulary {
    private static final String LABEL = "__label__";
    private static final String END_OF_LINE = "</s>";
    private static final String BLANKS = " \n\r\t\u000b\f\0";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 16_777_619;
    private static final long MAX_COUNT = 1L << 40;
    private static final long WORD_NGRAM_FACTOR = 116_049_371L;

    private final Arguments arguments;
    private final Map<String, Integer> words = new HashMap<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Long> labelCounts = new ArrayList<>();
    /** Rows of the n-grams that pruning left, by bucket. */
    private final Map<Integer, Integer> pruned = new HashMap<>();

    private final boolean isPruned;

    private Vocabulary(Arguments arguments, boolean isPruned) {
        this.arguments = arguments;
        this.isPruned = isPruned;
    }

    static Vocabulary read(ModelInput in, Arguments arguments) throws IOException {
        int size = in.count(in.int32(), 2 + Long.BYTES);
        int numWords = in.int32();
        int numLabels = in.int32();
        in.int64();
        long numPruned = in.int64();
        Vocabulary vocabulary = new Vocabulary(arguments, numPruned >= 0);
        for (int i = 0; i < size; i++) {
            String word = in.string();
            long count = in.int64();
            if (in.bool()) {
                vocabulary.labels.add(new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                vocabulary.labelCounts.add(requireBelow(count, MAX_COUNT, "count of a label"));
            } else {
                vocabulary.words.put(word, i);
            }
        }
        for (long i = 0; i < numPruned; i++) {
            int bucket = in.int32();
            vocabulary.pruned.put(bucket, requireBelow(in.int32(), numPruned, "row of an n-gram"));
        }
        if (numLabels < 1 || vocabulary.labels.size() != numLabels || vocabulary.words.size() != numWords) {
            throw new MalformedModelException("has " + vocabulary.words.size() + " words and "
                    + vocabulary.labels.size() + " labels where it says " + numWords + " and " + numLabels);
        }
        return vocabulary;
    }

    private static <N extends Number> N requireBelow(N number, long limit, String name) throws IOException {
        if (number.longValue() < 0 || number.longValue() >= limit) {
            throw new MalformedModelException("has " + number + " as " + name + ", not 0 to below " + limit);
        }
        return number;
    }

    List<String> labels() {
        return List.copyOf(labels);
    }

    long[] labelCounts() {
        return labelCounts.stream().mapToLong(count -> count).toArray();
    }

    /** How many rows the input matrix has, of words and of n-grams. */
    long rows() {
        return words.size() + (isPruned ? pruned.size() : (long) arguments.bucket());
    }

    /** The rows of the words of a line, of its end, and of their n-grams. */
    int[] rows(String line) {
        Rows rows = new Rows();
        String bytes = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Integer> hashes = new ArrayList<>();
        StringTokenizer tokens = new StringTokenizer(bytes, BLANKS);
        while (tokens.hasMoreTokens()) {
            String word = tokens.nextToken();
            if (!word.startsWith(LABEL)) {
                addWord(word, rows);
                hashes.add(hash(word, 0, word.length()));
            }
        }
        addWord(END_OF_LINE, rows);
        hashes.add(hash(END_OF_LINE, 0, END_OF_LINE.length()));
        addWordNgrams(hashes, rows);
        return rows.toArray();
    }

    private void addWord(String word, Rows rows) {
        Integer row = words.get(word);
        if (row != null) {
            rows.add(row);
        }
        if (arguments.maxn() > 0 && !word.equals(END_OF_LINE)) {
            addSubwords("<" + word + ">", rows);
        }
    }

    private void addSubwords(String word, Rows rows) {
        for (int from = 0; from < word.length(); from++) {
            if (!isContinuation(word, from)) {
                int to = from;
                for (int n = 1; to < word.length() && n <= arguments.maxn(); n++) {
                    do {
                        to++;
                    } while (isContinuation(word, to));
                    boolean isBoundary = n == 1 && (from == 0 || to == word.length());
                    if (n >= arguments.minn() && !isBoundary) {
                        addBucket(Integer.remainderUnsigned(hash(word, from, to), arguments.bucket()), rows);
                    }
                }
            }
        }
    }

    /** Whether that byte goes on with a UTF-8 sequence. */
    private static boolean isContinuation(String word, int index) {
        return index < word.length() && (word.charAt(index) & 0xc0) == 0x80;
    }

    private void addWordNgrams(List<Integer> hashes, Rows rows) {
        for (int i = 0; i < hashes.size(); i++) {
            long hash = hashes.get(i);
            for (int j = i + 1; j < hashes.size() && j < i + arguments.wordNgrams(); j++) {
                hash = hash * WORD_NGRAM_FACTOR + hashes.get(j);
                addBucket((int) Long.remainderUnsigned(hash, arguments.bucket()), rows);
            }
        }
    }

    private void addBucket(int bucket, Rows rows) {
        if (!isPruned) {
            rows.add(words.size() + bucket);
        } else if (pruned.containsKey(bucket)) {
            rows.add(words.size() + pruned.get(bucket));
        }
    }

    /** FNV-1a of 32 bits, but for bytes above 127, whose sign fastText extends. */
    private static int hash(String word, int from, int to) {
        int hash = FNV_OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (byte) word.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    private static final class Rows {
        private int[] rows = new int[256];
        private int size;

        void add(int row) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
            }
            rows[size++] = row;
        }

        int[] toArray() {
            return Arrays.copyOf(rows, size);
        }
    }
}
