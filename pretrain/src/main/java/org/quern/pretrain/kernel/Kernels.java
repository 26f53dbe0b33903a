package org.quern.pretrain.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Loaded kernels. A call costs about 8 microseconds beyond the work of its operators; it records no gradients. Check
 * shapes and types first: what native code does with wrong ones is not always an exception.
 */
public final class Kernels implements AutoCloseable {
    private final Scope scope;
    private final PtSymbolBlock module;

    private Kernels(Scope scope, PtSymbolBlock module) {
        this.scope = scope;
        this.module = module;
    }

    /** Loads kernels; a mistake in the text is an exception that quotes the line. */
    public static Kernels load(KernelSource source) {
        Scope scope = Scope.open("kernels");
        byte[] archive = TorchScriptArchive.write(source.text());
        try {
            PtNDManager manager = scope.torchManager();
            return new Kernels(scope, JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            scope.close();
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a method.
     *
     * @param owner who frees the result
     * @param method its name
     * @param arguments arrays, earlier results, numbers, booleans, {@code long[]} or lists of arrays, as the method's
     *     parameters have it
     */
    public KernelValue call(Scope owner, String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        Torch.running().lock();
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = toValue(arguments[i]);
            }
            return new KernelValue(owner, IValueUtils.runMethod(module, method, values));
        } finally {
            for (int i = 0; i < arguments.length; i++) {
                if (values[i] != null && !(arguments[i] instanceof KernelValue)) {
                    values[i].close();
                }
            }
            Torch.running().unlock();
        }
    }

    /** Calls a method that returns one tensor of a type that Java knows. */
    public NDArray array(Scope owner, String method, Object... arguments) {
        try (KernelValue result = call(owner, method, arguments)) {
            return result.array();
        }
    }

    /** Calls a method whose work is in its side effects. */
    public void run(String method, Object... arguments) {
        call(scope, method, arguments).close();
    }

    private static IValue toValue(Object argument) {
        if (argument instanceof PtNDArray array) {
            return IValue.from(array);
        } else if (argument instanceof KernelValue value) {
            return value.value();
        } else if (argument instanceof Integer || argument instanceof Long) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Number number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof List<?> list) {
            return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        }
        throw new IllegalArgumentException("a kernel takes no argument of " + argument.getClass());
    }

    @Override
    public void close() {
        module.close();
        scope.close();
    }
}
