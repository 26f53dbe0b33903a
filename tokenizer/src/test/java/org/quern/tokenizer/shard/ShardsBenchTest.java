package org.quern.tokenizer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

final class ShardsBenchTest {

    @TempDir
    Path folder;

    @Test
    void everyRowIsReadOnceByAnyNumberOfRanks() throws IOException {
        for (int ranks = 1; ranks <= 3; ranks++) {
            Path shards = folder.resolve("ranks" + ranks);
            Map<String, Number> figures = ShardsBench.run(100_000, 64, ranks, Optional.of(shards));
            assertThat(figures)
                    .containsEntry("tokens", 99_968L)
                    .containsEntry("sequences", 1_562L)
                    .containsEntry("shards", 1)
                    .containsKeys("read_tokens_per_s", "write_tokens_per_s");
            assertThat(shards).isNotEmptyDirectory();
        }
    }

    @Test
    void whatCannotBeDoneIsRefused() throws IOException {
        assertThatThrownBy(() -> ShardsBench.run(10, 64, 1, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got 10, 64, 1");
        ShardsBench.run(64, 64, 1, Optional.of(folder));
        assertThatThrownBy(() -> ShardsBench.run(64, 64, 1, Optional.of(folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must be empty");
    }
}
