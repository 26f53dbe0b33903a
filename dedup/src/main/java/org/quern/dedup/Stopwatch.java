package org.quern.dedup;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The time since it was made, of the clock and of all processors in this process. */
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final long cpuStart = SYSTEM.getProcessCpuTime();
    private final long start = System.nanoTime();

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    double cpuSeconds() {
        return (SYSTEM.getProcessCpuTime() - cpuStart) / 1e9;
    }
}
