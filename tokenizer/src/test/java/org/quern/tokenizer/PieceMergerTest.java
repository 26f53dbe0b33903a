package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Against the definition, on random tables of merges, such as no trainer makes, and pieces of few different bytes. */
final class PieceMergerTest {

    private static final int LETTERS = 3;

    private SplittableRandom random = new SplittableRandom(0);

    @RepeatedTest(60)
    void sameAsTheDefinition(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        random = new SplittableRandom(seed);
        List<byte[]> tokens = bytes();
        List<Merge> merges = merges(tokens, random.nextInt(1, 60));
        AddedTokens none = new AddedTokens(List.of());
        PieceMerger merger = new PieceMerger(new Vocabulary(tokens.toArray(byte[][]::new), none, merges, false));
        for (int piece = 0; piece < 20; piece++) {
            byte[] text = text(random.nextInt(1, 400));
            TokenBuffer merged = new TokenBuffer();
            merger.merge(text, 0, text.length, merged);
            assertThat(merged.toArray()).as("seed %d, piece %d", seed, piece).isEqualTo(byDefinition(text, merges));
        }
    }

    private static List<byte[]> bytes() {
        List<byte[]> tokens = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            tokens.add(new byte[] {(byte) value});
        }
        return tokens;
    }

    /** Pairs of tokens in any order, parts after wholes, tokens spelt by several merges. */
    private List<Merge> merges(List<byte[]> tokens, int count) {
        List<Merge> merges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int left = anyToken(tokens);
            int right = anyToken(tokens);
            if (merges.stream().anyMatch(merge -> merge.left() == left && merge.right() == right)) {
                continue;
            }
            merges.add(random.nextInt(merges.size() + 1), new Merge(left, right, id(tokens, left, right)));
        }
        return merges;
    }

    private int anyToken(List<byte[]> tokens) {
        int made = tokens.size() - 256;
        return made > 0 && random.nextBoolean() ? 256 + random.nextInt(made) : 'a' + random.nextInt(LETTERS);
    }

    private static int id(List<byte[]> tokens, int left, int right) {
        byte[] bytes = new byte[tokens.get(left).length + tokens.get(right).length];
        System.arraycopy(tokens.get(left), 0, bytes, 0, tokens.get(left).length);
        System.arraycopy(tokens.get(right), 0, bytes, tokens.get(left).length, tokens.get(right).length);
        for (int id = 0; id < tokens.size(); id++) {
            if (Arrays.equals(tokens.get(id), bytes)) {
                return id;
            }
        }
        tokens.add(bytes);
        return tokens.size() - 1;
    }

    private byte[] text(int length) {
        byte[] text = new byte[length];
        int letters = random.nextInt(1, LETTERS + 1);
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(letters));
        }
        return text;
    }

    private static int[] byDefinition(byte[] text, List<Merge> merges) {
        List<Integer> ids = new ArrayList<>();
        for (byte value : text) {
            ids.add(value & 0xFF);
        }
        for (int rank = 0; rank < merges.size(); ) {
            Merge merge = merges.get(rank);
            int at = 0;
            while (at + 1 < ids.size() && (ids.get(at) != merge.left() || ids.get(at + 1) != merge.right())) {
                at++;
            }
            if (at + 1 < ids.size()) {
                ids.set(at, merge.merged());
                ids.remove(at + 1);
                rank = 0;
            } else {
                rank++;
            }
        }
        return ids.stream().mapToInt(id -> id).toArray();
    }
}
