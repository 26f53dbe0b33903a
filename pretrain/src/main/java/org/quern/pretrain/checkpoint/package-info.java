/**
 * Models on disk: plain HF folders ({@code config.json}, {@code model.safetensors}, {@code tokenizer.json}), read and
 * written without help from native code.
 *
 * <p>{@link org.quern.pretrain.checkpoint.ModelFolder} is such a folder;
 * {@link org.quern.pretrain.checkpoint.Safetensors} one file of tensors.
 *
 * <h2>safetensors</h2>
 *
 * <p>Eight bytes: the header's length, little endian. The header: a JSON object, padded with spaces to a multiple of
 * eight bytes, of {@code name -> {"dtype", "shape", "data_offsets": [begin, end]}} and, optionally,
 * {@code "__metadata__"}, strings. Then the data, little endian, row-major, to which the offsets refer; the tensors
 * fill it without gap or overlap. Files here list tensors by name, so equal content is equal bytes.
 */
@NullMarked
package org.quern.pretrain.checkpoint;

import org.jspecify.annotations.NullMarked;
