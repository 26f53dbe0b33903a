package org.quern.ingest.job;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record type seen through reflection: its components in order and its canonical constructor. */
final class RecordShape {
    private final RecordComponent[] components;
    private final Method[] accessors;
    private final Constructor<?> constructor;

    private RecordShape(RecordComponent[] components, Method[] accessors, Constructor<?> constructor) {
        this.components = components;
        this.accessors = accessors;
        this.constructor = constructor;
    }

    static RecordShape of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            Method[] accessors =
                    Arrays.stream(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
            Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
            return new RecordShape(components, accessors, constructor);
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every record has its canonical constructor", e);
        }
    }

    int size() {
        return components.length;
    }

    RecordComponent declaration(int index) {
        return components[index];
    }

    @Nullable
    Object component(Object value, int index) {
        try {
            return accessors[index].invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + components[index], e);
        }
    }

    Object create(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("cannot create " + constructor, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create " + constructor, e);
        }
    }
}
