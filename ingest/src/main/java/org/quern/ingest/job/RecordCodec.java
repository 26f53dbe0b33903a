package org.quern.ingest.job;

import java.io.Serializable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns a record into Spark's rows and back, by the names of its components; Spark's own bean encoder silently gives a
 * record an empty schema. Components may be primitives, {@code String}, {@code byte[]}, arrays of primitives, other records,
 * {@link List}s and {@link Optional}s of these. Only an {@link Optional} may be null in the row, or not be a column of
 * it: rows that were written before the record had the component are read as without a value.
 *
 * @param <R> the record
 */
public final class RecordCodec<R extends Record> implements Serializable {
    private static final Map<Class<?>, DataType> SCALARS = Map.of(
            String.class, DataTypes.StringType,
            long.class, DataTypes.LongType,
            int.class, DataTypes.IntegerType,
            double.class, DataTypes.DoubleType,
            float.class, DataTypes.FloatType,
            boolean.class, DataTypes.BooleanType,
            byte[].class, DataTypes.BinaryType);
    private static final Map<Class<?>, Class<?>> UNBOXED = Map.of(
            Long.class, long.class,
            Integer.class, int.class,
            Double.class, double.class,
            Float.class, float.class,
            Boolean.class, boolean.class);

    private final Class<R> type;
    private transient @Nullable Mapping mapping;

    private RecordCodec(Class<R> type) {
        this.type = type;
    }

    /**
     * The codec of a record type.
     *
     * @throws IllegalArgumentException if a component's type has no counterpart in Spark
     */
    public static <R extends Record> RecordCodec<R> of(Class<R> type) {
        RecordCodec<R> codec = new RecordCodec<>(type);
        codec.mapping();
        return codec;
    }

    /** The columns: the components' names, in order. */
    public StructType schema() {
        return mapping().schema;
    }

    /** An encoder for {@code Dataset<Row>} of this schema. */
    public Encoder<Row> encoder() {
        return Encoders.row(schema());
    }

    /** The record as a row of {@link #schema()}. */
    public Row toRow(R value) {
        return mapping().toRow(value);
    }

    /** The record in a row that has at least this record's columns but for {@link Optional}s, in any order. */
    public R fromRow(Row row) {
        return type.cast(mapping().fromRow(row));
    }

    private Mapping mapping() {
        if (mapping == null) {
            mapping = new Mapping(type);
        }
        return mapping;
    }

    /** One component's way into a row and back. */
    private record Field(
            DataType dataType,
            boolean nullable,
            Function<Object, @Nullable Object> in,
            Function<@Nullable Object, Object> out) {}

    private static final class Mapping {
        private final RecordShape shape;
        private final List<Field> fields = new ArrayList<>();
        private final StructType schema;

        private Mapping(Class<?> type) {
            this.shape = RecordShape.of(type);
            List<StructField> columns = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                RecordComponent component = shape.declaration(i);
                Field field = field(component.getGenericType());
                fields.add(field);
                columns.add(DataTypes.createStructField(component.getName(), field.dataType, field.nullable));
            }
            this.schema = DataTypes.createStructType(columns);
        }

        private Row toRow(Object value) {
            Object[] values = new Object[fields.size()];
            for (int i = 0; i < values.length; i++) {
                Object component = shape.component(value, i);
                if (component == null) {
                    throw new IllegalArgumentException("null in " + shape.declaration(i));
                }
                values[i] = fields.get(i).in.apply(component);
            }
            return RowFactory.create(values);
        }

        private Object fromRow(Row row) {
            Object[] values = new Object[fields.size()];
            boolean sameOrder = schema.equals(row.schema());
            for (int i = 0; i < values.length; i++) {
                String name = schema.fields()[i].name();
                boolean absent = !sameOrder && fields.get(i).nullable && !hasColumn(row, name);
                Object column = absent ? null : row.get(sameOrder ? i : row.fieldIndex(name));
                if (column == null && !fields.get(i).nullable) {
                    throw new IllegalArgumentException("column '" + name + "' is null");
                }
                values[i] = fields.get(i).out.apply(column);
            }
            return shape.create(values);
        }

        private static boolean hasColumn(Row row, String name) {
            return row.schema().getFieldIndex(name).isDefined();
        }

        private static Field field(Type type) {
            if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
                Field inner = field(generic.getActualTypeArguments()[0]);
                return new Field(
                        inner.dataType,
                        true,
                        value -> ((Optional<?>) value).map(inner.in).orElse(null),
                        value -> Optional.ofNullable(value).map(inner.out));
            }
            if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
                Field inner = field(generic.getActualTypeArguments()[0]);
                return new Field(
                        DataTypes.createArrayType(inner.dataType, inner.nullable),
                        false,
                        value -> ((List<?>) value).stream().map(inner.in).toArray(),
                        value -> elements(value).stream().map(inner.out).toList());
            }
            if (type instanceof Class<?> plain) {
                return field(plain);
            }
            throw new IllegalArgumentException("no column type for " + type);
        }

        private static Field field(Class<?> type) {
            Class<?> scalar = UNBOXED.getOrDefault(type, type);
            DataType dataType = SCALARS.get(scalar);
            if (dataType != null) {
                return new Field(dataType, false, value -> value, Mapping::nonNull);
            }
            if (type.isRecord()) {
                Mapping nested = new Mapping(type);
                return new Field(nested.schema, false, nested::toRow, value -> nested.fromRow((Row) nonNull(value)));
            }
            DataType element = type.isArray() ? SCALARS.get(type.getComponentType()) : null;
            if (element != null) {
                return new Field(
                        DataTypes.createArrayType(element, false),
                        false,
                        value -> value,
                        value -> primitives(elements(value), type.getComponentType()));
            }
            throw new IllegalArgumentException("no column type for " + type);
        }

        private static Object nonNull(@Nullable Object value) {
            if (value == null) {
                throw new IllegalArgumentException("null in a column that allows none");
            }
            return value;
        }

        private static Collection<?> elements(@Nullable Object column) {
            return CollectionConverters.asJava((scala.collection.Seq<?>) nonNull(column));
        }

        private static Object primitives(Collection<?> elements, Class<?> component) {
            Object array = java.lang.reflect.Array.newInstance(component, elements.size());
            int i = 0;
            for (Object element : elements) {
                java.lang.reflect.Array.set(array, i++, element);
            }
            return array;
        }
    }
}
