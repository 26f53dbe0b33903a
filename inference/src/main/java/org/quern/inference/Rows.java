package org.quern.inference;

import java.util.List;
import org.quern.pretrain.kernel.KernelValue;

/**
 * The positions of a pass, sequence after sequence, with what the kernels need to know of them. A row of a hidden state [N, H]
 * is one of them.
 *
 * @param size their number, N
 * @param step the kernels' tensors
 */
record Rows(List<Span> spans, int size, KernelValue step) {}
