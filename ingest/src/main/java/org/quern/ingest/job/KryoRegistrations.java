package org.quern.ingest.job;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.serializer.KryoRegistrator;

/** Registers every module's {@link KryoClasses}. Spark makes one in each JVM by its name. */
public final class KryoRegistrations implements KryoRegistrator {
    /** For Spark, by reflection. */
    public KryoRegistrations() {}

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.register(List.of(1).getClass(), new ImmutableListSerializer());
        kryo.register(List.of().getClass(), new ImmutableListSerializer());
        ServiceLoader.load(KryoClasses.class, KryoRegistrations.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(provider -> provider.getClass().getName()))
                .flatMap(provider -> provider.classes().stream())
                .forEach(type -> register(kryo, type));
    }

    private static void register(Kryo kryo, Class<?> type) {
        if (type.isRecord()) {
            kryo.register(type, new RecordSerializer(type));
        } else {
            kryo.register(type);
        }
    }

    /** For {@code List.of} and {@code List.copyOf}, which have no constructor that Kryo could call. */
    private static final class ImmutableListSerializer extends Serializer<List<?>> {
        @Override
        public void write(Kryo kryo, Output output, List<?> list) {
            output.writeVarInt(list.size(), true);
            list.forEach(element -> kryo.writeClassAndObject(output, element));
        }

        @Override
        public List<?> read(Kryo kryo, Input input, Class<List<?>> type) {
            int size = input.readVarInt(true);
            List<Object> elements = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                elements.add(kryo.readClassAndObject(input));
            }
            return List.copyOf(elements);
        }
    }
}
