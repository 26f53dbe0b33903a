package org.quern.tokenizer.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BestFitPackerTest {

    @Test
    void fitsWhereTheLeastRoomIsLeft() {
        assertThat(BestFitPacker.pack(new int[] {3, 6, 5, 4, 2}, 10))
                .containsExactly(
                        List.of(new Piece(1, 0, 6), new Piece(3, 0, 4)),
                        List.of(new Piece(0, 0, 3), new Piece(2, 0, 5), new Piece(4, 0, 2)));
    }

    @Test
    void longDocumentsFillRowsAndTheirRestIsPacked() {
        assertThat(BestFitPacker.pack(new int[] {23, 7, 10}, 10))
                .containsExactly(
                        List.of(new Piece(0, 0, 10)),
                        List.of(new Piece(0, 10, 10)),
                        List.of(new Piece(2, 0, 10)),
                        List.of(new Piece(0, 20, 3), new Piece(1, 0, 7)));
    }

    @Test
    void everyTokenIsPackedOnceAndLittleIsPadding() {
        long seed = 4;
        SplittableRandom random = new SplittableRandom(seed);
        int[] lengths = random.ints(5_000, 0, 1_000)
                .map(length -> random.nextInt(20) == 0 ? 5 * length : length / 3)
                .toArray();
        int rowLength = 512;
        List<List<Piece>> rows = BestFitPacker.pack(lengths, rowLength);
        int[] packed = new int[lengths.length];
        for (List<Piece> row : rows) {
            assertThat(row.stream().mapToInt(Piece::length).sum()).isBetween(1, rowLength);
            row.forEach(piece -> packed[piece.document()] += piece.length());
        }
        assertThat(packed).as("seed %d", seed).isEqualTo(lengths);
        long tokens = Arrays.stream(lengths).asLongStream().sum();
        assertThat(rows.size() * (long) rowLength - tokens).isLessThan(tokens / 1_000);
    }

    @Test
    void nothingGivesNoRows() {
        assertThat(BestFitPacker.pack(new int[0], 4)).isEmpty();
        assertThat(BestFitPacker.pack(new int[] {0}, 4)).isEmpty();
    }
}
