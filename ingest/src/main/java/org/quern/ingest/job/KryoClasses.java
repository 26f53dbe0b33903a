package org.quern.ingest.job;

import java.util.List;

/**
 * The classes of a module that travel between Spark's tasks, found through {@link java.util.ServiceLoader}. Kryo refuses
 * any other, so that no class is ever written by its full name in silence. The order of a provider's list must not depend
 * on anything: it gives the classes their ids.
 */
public interface KryoClasses {
    /** The classes, arrays of them included where arrays travel. Records get a serializer that calls their constructor. */
    List<Class<?>> classes();
}
