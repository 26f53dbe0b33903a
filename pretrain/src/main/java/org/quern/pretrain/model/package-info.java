/**
 * A MiMo-shaped decoder: RMSNorm, rotary positions, grouped-query attention with biases on q, k and v, SwiGLU.
 *
 * <p>{@link org.quern.pretrain.model.ModelConfig} is its {@code config.json};
 * {@link org.quern.pretrain.model.ParameterLayout} says which parameters there are and where each lies in one flat
 * fp32 buffer; a {@link org.quern.pretrain.model.ParameterBuffer} is such a buffer (weights, gradients, moments);
 * {@link org.quern.pretrain.model.Trunk} runs the layers forward and backward over a
 * {@link org.quern.pretrain.model.TokenBatch}; {@link org.quern.pretrain.model.VocabularyHead} turns hidden states into
 * a loss.
 *
 * <p>Shapes, here and in the kernels: B rows, T positions, H hidden, V vocabulary, L layers.
 */
@NullMarked
package org.quern.pretrain.model;

import org.jspecify.annotations.NullMarked;
