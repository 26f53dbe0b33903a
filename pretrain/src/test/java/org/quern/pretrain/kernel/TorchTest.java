package org.quern.pretrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TorchTest {
    /** Not in an interrupted thread. */
    @BeforeAll
    static void start() {
        Torch.useThreads(0);
    }

    @Test
    void workIsDoneInAThreadThatEndsWithIt() throws Exception {
        Thread thread = Torch.apart(Thread::currentThread);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void whatItThrowsIsThrown() {
        IOException checked = new IOException("checked");
        IllegalStateException unchecked = new IllegalStateException("unchecked");
        AssertionError error = new AssertionError("error");
        assertThatThrownBy(() -> Torch.apart(() -> {
                    throw checked;
                }))
                .isSameAs(checked);
        assertThatThrownBy(() -> Torch.apart(() -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
        assertThatThrownBy(() -> Torch.apart(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void anInterruptReachesItAndStays() {
        Thread.currentThread().interrupt();
        boolean reached = Torch.apart(() -> {
            try {
                new CountDownLatch(1).await();
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });
        assertThat(reached).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
