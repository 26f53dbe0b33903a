package org.quern.tokenizer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EpochReaderTest {

    private static final int EPOCHS = 3;
    private static final long SEED = 11;

    @TempDir
    Path folder;

    /** Shards of rows of one token, their own number. */
    private ShardReader shards(int rows) throws IOException {
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(folder.resolve("a.arrow")), "s", 1, "hash")) {
            for (int row = 0; row < rows; row++) {
                writer.write(new int[] {row}, 1, List.of(new DocumentSpan("d" + row, "", "all", 0, 0)));
            }
        }
        return ShardReader.open(folder);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,3", "2,2", "3,2", "5,7", "16,4", "17,4", "100,1", "100,7", "257,16"})
    void ranksReadEveryRowOnceAnEpochBetweenThem(int rows, int ranks) throws IOException {
        try (ShardReader shards = shards(rows)) {
            List<List<Integer>> read = new ArrayList<>();
            IntStream.range(0, EPOCHS).forEach(epoch -> read.add(new ArrayList<>()));
            EpochLedger all = EpochLedger.EMPTY;
            for (int rank = 0; rank < ranks; rank++) {
                EpochReader reader = new EpochReader(shards, SEED, rank, ranks);
                while (reader.epoch() < EPOCHS) {
                    read.get((int) reader.epoch()).add(reader.next().tokens()[0]);
                }
                all = all.plus(reader.ledger());
            }
            for (List<Integer> epoch : read) {
                Collections.sort(epoch);
                assertThat(epoch).isEqualTo(IntStream.range(0, rows).boxed().toList());
            }
            new EpochReader(shards, SEED, 0, ranks).requireEachRowOnce(all);
            assertThat(all.rows()).isEqualTo((long) EPOCHS * rows);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,3", "5,7", "17,4", "100,7"})
    void aJumpEndsWhereAWalkDoes(int rows, int ranks) throws IOException {
        try (ShardReader shards = shards(rows)) {
            for (int rank = 0; rank < ranks; rank++) {
                EpochReader walking = new EpochReader(shards, SEED, rank, ranks);
                EpochReader jumping = new EpochReader(shards, SEED, rank, ranks);
                long epoch = 0;
                long step = 0;
                while (walking.epoch() < EPOCHS) {
                    step = walking.epoch() == epoch ? step : 0;
                    epoch = walking.epoch();
                    jumping.seek(epoch, step++);
                    assertThat(jumping.epoch()).isEqualTo(epoch);
                    assertThat(jumping.next().tokens()).isEqualTo(walking.next().tokens());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"30,1", "40,1", "40,2", "41,3"})
    void whatIsLeftOutOrReadTwiceIsFound(int rows, int ranks) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        try (ShardReader shards = shards(rows)) {
            for (int broken = 0; broken < 20; broken++) {
                int steps = random.nextInt(1, 2 * rows);
                int wrongStep = random.nextInt(steps);
                int wrongRank = random.nextInt(ranks);
                EpochLedger right = EpochLedger.EMPTY;
                EpochLedger wrong = EpochLedger.EMPTY;
                for (int rank = 0; rank < ranks; rank++) {
                    right = right.plus(ledger(shards, rank, ranks, steps, -1));
                    wrong = wrong.plus(ledger(shards, rank, ranks, steps, rank == wrongRank ? wrongStep : -1));
                }
                EpochReader reader = new EpochReader(shards, SEED, 0, ranks);
                EpochLedger readRight = right;
                EpochLedger readWrong = wrong;
                assertThatCode(() -> reader.requireEachRowOnce(readRight)).doesNotThrowAnyException();
                assertThatThrownBy(() -> reader.requireEachRowOnce(readWrong))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith("the %d rows read, of %d in an epoch", wrong.rows(), rows);
            }
        }
    }

    /** A rank's ledger after some steps, of which one is done twice, as after a restart from the wrong place. */
    private static EpochLedger ledger(ShardReader shards, int rank, int ranks, int steps, int twice) {
        EpochReader reader = new EpochReader(shards, SEED, rank, ranks);
        for (int step = 0; step < steps; step++) {
            reader.seek(0, step);
            reader.next();
            if (step == twice) {
                reader.seek(0, step);
                reader.next();
            }
        }
        return reader.ledger();
    }
}
