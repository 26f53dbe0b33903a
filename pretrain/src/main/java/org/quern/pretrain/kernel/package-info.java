/**
 * Fused ATen kernels for the JVM: TorchScript written as plain text, called through DJL.
 *
 * <p>{@link org.quern.pretrain.kernel.KernelSource} is the text of some methods;
 * {@link org.quern.pretrain.kernel.Kernels} loads it and calls a method by name;
 * {@link org.quern.pretrain.kernel.Scope} owns what such calls return. Nothing here records gradients: a kernel that
 * learns brings its own backward method, so the autograd engine (of which DJL allows one user in a JVM) is never used.
 *
 * <p>In: arrays, numbers, lists. Out: arrays, or {@link org.quern.pretrain.kernel.KernelValue}s that stay opaque, as
 * bf16 tensors must, for which DJL has no type.
 *
 * <h2>The archive</h2>
 *
 * <p>A TorchScript archive is a zip of stored entries: {@code ops/data.pkl}, a pickled object of the class
 * {@code __torch__.Ops} with the one attribute {@code training}; {@code ops/constants.pkl}, an empty tuple;
 * {@code ops/version}; and {@code ops/code/__torch__.py}, the class with the methods.
 */
@NullMarked
package org.quern.pretrain.kernel;

import org.jspecify.annotations.NullMarked;
