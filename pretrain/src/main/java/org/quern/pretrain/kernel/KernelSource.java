package org.quern.pretrain.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The text of kernels: unindented methods in TorchScript's language, each with a first parameter {@code self} and
 * annotated types. They may call one another as {@code self.name(...)} and any ATen operator as
 * {@code torch.name(...)}; types are written {@code torch.float32}, {@code torch.bfloat16}, {@code torch.int64} or
 * {@code torch.bool}.
 *
 * @param text the methods
 */
public record KernelSource(String text) {
    /** The decoder's own kernels, which other modules build on. */
    public static KernelSource decoder() {
        return resource(KernelSource.class, "decoder.py");
    }

    /** The text of a resource that lies beside a class. */
    public static KernelSource resource(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no kernel source " + name + " beside " + beside.getName());
            }
            return new KernelSource(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These methods and those of another text, callable from one another. */
    public KernelSource and(KernelSource other) {
        return new KernelSource(text + "\n" + other.text);
    }
}
