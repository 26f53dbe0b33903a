package org.quern.ingest.job;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test the JVM's one {@code local[2]} session, opened as jobs open it. Spark ends with the JVM. */
public final class SparkExtension implements ParameterResolver {
    /** For JUnit. */
    public SparkExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public SparkSession resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Holder.SESSION;
    }

    private static final class Holder {
        private static final SparkSession SESSION = Sessions.open("tests", Optional.of("local[2]"));
    }
}
