package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FailuresTest {

    @Test
    void saysTheInnermostMessageInOneLine() {
        IOException cause = new IOException("cannot rename a to b\nmore");
        assertThat(Failures.describe(new IllegalStateException("task failed", cause)))
                .isEqualTo("cannot rename a to b");
        assertThat(Failures.describe(new IllegalStateException("no such state")))
                .isEqualTo("IllegalStateException: no such state");
    }

    @Test
    void saysWhatToDoAboutAFullDisk() {
        IOException full = new IOException("No space left on device");
        assertThat(Failures.describe(new RuntimeException("task failed", full)))
                .startsWith("No space left on device: free some")
                .contains("spark.local.dir");
    }
}
