package org.quern.dedup;

import java.util.List;
import org.quern.ingest.job.KryoClasses;

/** What this module's jobs send besides rows. */
public final class DedupKryoClasses implements KryoClasses {
    /** For the service loader. */
    public DedupKryoClasses() {}

    @Override
    public List<Class<?>> classes() {
        return List.of(NGramIndex.class, EvaluationItem.class, KeyFilter.class);
    }
}
