package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

class DedupScaleBenchTest {
    @TempDir
    private Path folder;

    @Test
    void refusesWhatHasNoDocumentsOrNoWords() {
        assertThatThrownBy(() -> run(List.of(100L, 0L), 100))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[100, 0]");
        assertThatThrownBy(() -> run(List.of(100L), 4))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("50");
        assertThat(folder).isEmptyDirectory();
    }

    private void run(List<Long> sizes, int words) throws Exception {
        DedupScaleBench.run(sizes, DedupScaleBench.Shape.CHAIN, words, Optional.empty(), Optional.of(folder));
    }
}
