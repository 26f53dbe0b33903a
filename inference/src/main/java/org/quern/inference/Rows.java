package org.quern.inference;

import org.quern.pretrain.kernel.KernelValue;

/**
 * The positions of a pass, sequence after sequence, as the kernels need to know them. A row of a hidden state [N, H] is one of
 * them.
 *
 * @param step the kernels' tensors
 */
record Rows(KernelValue step) {}
