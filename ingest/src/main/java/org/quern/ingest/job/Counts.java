package org.quern.ingest.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a job read, kept, dropped and made, by name, in the order given. {@code in}, {@code kept} and {@code dropped} are
 * documents and must add up; {@code dropped.REASON} details them.
 */
public final class Counts {
    /** The documents read. */
    public static final String IN = "in";

    /** The documents that go on. */
    public static final String KEPT = "kept";

    /** The documents that do not. */
    public static final String DROPPED = "dropped";

    private final Map<String, Long> values = new LinkedHashMap<>();

    private Counts() {}

    /** No counts yet. */
    public static Counts empty() {
        return new Counts();
    }

    @JsonCreator
    static Counts of(Map<String, Long> values) {
        Counts counts = new Counts();
        counts.values.putAll(values);
        return counts;
    }

    /** Sets one count; returns this. */
    public Counts with(String name, long value) {
        values.put(name, value);
        return this;
    }

    /** The count of that name, 0 where it was never set. */
    public long of(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** All of them, in order. */
    @JsonValue
    public Map<String, Long> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /** Nothing is lost: what came in was kept or dropped. */
    void requireBalance(String step) {
        if (values.containsKey(IN) && of(IN) != of(KEPT) + of(DROPPED)) {
            throw new IllegalStateException(String.format(
                    "%s lost documents: %d in, but %d kept + %d dropped; please report this",
                    step, of(IN), of(KEPT), of(DROPPED)));
        }
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
