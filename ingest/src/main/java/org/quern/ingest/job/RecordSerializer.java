package org.quern.ingest.job;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Writes a record's components in their order and reads it back through its canonical constructor. */
final class RecordSerializer extends Serializer<Object> {
    private final RecordShape shape;

    RecordSerializer(Class<?> type) {
        this.shape = RecordShape.of(type);
        setImmutable(true);
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (int i = 0; i < shape.size(); i++) {
            kryo.writeClassAndObject(output, shape.component(value, i));
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<Object> type) {
        Object[] values = new Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = kryo.readClassAndObject(input);
        }
        return shape.create(values);
    }
}
