package org.quern.pipeline;

import java.util.Map;
import java.util.concurrent.Callable;

/**
 * One benchmark of {@code quern bench}: a picocli command whose options are its settings. It returns the figures by name,
 * with units in the names ({@code mb_per_s}, {@code peak_gb}).
 */
interface Benchmark extends Callable<Map<String, ?>> {}
