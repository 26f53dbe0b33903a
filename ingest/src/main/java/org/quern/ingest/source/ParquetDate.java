package org.quern.ingest.source;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.quern.ingest.document.DocumentDate;

/** A date in a row of Parquet, whose column may be text, a day, or a timestamp, also of the old 96 bits. */
final class ParquetDate {
    private static final long EPOCH_JULIAN_DAY = 2_440_588;
    private static final long SECONDS_A_DAY = 86_400;

    private ParquetDate() {}

    /** The date; empty where there is none, or the column is of no such type. */
    static Optional<String> of(Group row, String column) {
        Type type = row.getType().getType(column);
        if (row.getFieldRepetitionCount(column) == 0 || !type.isPrimitive()) {
            return Optional.empty();
        }
        PrimitiveType primitive = type.asPrimitiveType();
        LogicalTypeAnnotation meaning = primitive.getLogicalTypeAnnotation();
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            return DocumentDate.of(Instant.EPOCH.plus(row.getLong(column, 0), unit(timestamp)));
        }
        if (meaning instanceof DateLogicalTypeAnnotation) {
            return DocumentDate.of(Instant.EPOCH.plus(row.getInteger(column, 0), ChronoUnit.DAYS));
        }
        if (primitive.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
            NanoTime time = NanoTime.fromBinary(row.getInt96(column, 0));
            long day = time.getJulianDay() - EPOCH_JULIAN_DAY;
            return DocumentDate.of(Instant.ofEpochSecond(day * SECONDS_A_DAY, time.getTimeOfDayNanos()));
        }
        return primitive.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                ? DocumentDate.of(row.getString(column, 0))
                : Optional.empty();
    }

    private static ChronoUnit unit(TimestampLogicalTypeAnnotation timestamp) {
        return switch (timestamp.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
