package org.quern.pretrain.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a kernel returned: a tensor, a number, a list or a tuple, owned by a {@link Scope}. It may be handed on to other
 * kernels unseen, which is the only way for bf16 tensors.
 */
public final class KernelValue implements AutoCloseable {
    private final Scope owner;
    private final IValue value;

    KernelValue(Scope owner, IValue value) {
        this.owner = owner;
        this.value = value;
        owner.manager().attachInternal(key(), this);
        Scope.valueOpened();
    }

    /** The value as an array, owned by the same scope; not for bf16. */
    public NDArray array() {
        if (!value.isTensor()) {
            throw new IllegalStateException("a kernel's value is " + value.getType() + ", not a Tensor");
        }
        return value.toTensor(owner.torchManager());
    }

    /** The arrays of a list of tensors, owned by the same scope; not for bf16. */
    public List<NDArray> arrays() {
        return new ArrayList<>(Arrays.asList(value.toTensorArray(owner.torchManager())));
    }

    /** The members of a tuple. */
    public List<KernelValue> parts() {
        return Arrays.stream(value.toIValueTuple())
                .map(part -> new KernelValue(owner, part))
                .toList();
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        if (!value.isReleased()) {
            owner.manager().detachInternal(key());
            value.close();
            Scope.valueClosed();
        }
    }

    private String key() {
        return value.getUid();
    }
}
