package org.quern.inference.generate;

import java.util.List;
import org.quern.ingest.job.KryoClasses;

/** What this module's tasks send to the driver. */
public final class GenerateKryoClasses implements KryoClasses {
    /** For the service loader. */
    public GenerateKryoClasses() {}

    @Override
    public List<Class<?>> classes() {
        return List.of(BlockResult.class);
    }
}
