package org.quern.ingest.job;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One step of the way of the data: reads folders, writes one.
 *
 * @param <C> its configuration, a record whose component names are the YAML keys
 */
public interface Job<C extends Record> {
    /** The command's name and the manifest's {@code step}, for instance {@code dedup}. */
    String name();

    /** One sentence for the help text: what comes in and what goes out. */
    String description();

    /** The configuration where the user says nothing. */
    C defaults();

    /** Files that the configuration names, none by default: a result made with other contents of them is out of date. */
    default List<String> files(C config) {
        return List.of();
    }

    /** A folder besides the output that the job adds to, none by default; while it runs, no other run may. */
    default Optional<String> addsTo(C config) {
        return Optional.empty();
    }

    /**
     * What decides the result besides inputs, configuration and {@link #files}, none by default, such as what was found in
     * {@link #addsTo}: a result made with others is out of date.
     *
     * @param context as for {@link #run}, before its folder is there
     * @throws InputException if it cannot be used
     */
    default List<String> dependencies(JobContext context, C config) throws IOException {
        return List.of();
    }

    /**
     * Does the work.
     *
     * @param context the session, the inputs, and the empty folder to write into
     * @return what was read, kept and dropped
     * @throws InputException if an input cannot be used
     */
    Counts run(JobContext context, C config) throws Exception;

    /**
     * Whether a killed run's folder is handed to the next run of the same config and inputs, in place of an empty one.
     * A resumable job finds there what it wrote before, and the end result must be the same bytes.
     */
    default boolean resumable() {
        return false;
    }
}
