/** Tests of decoding, against a decoder in plain Java that recomputes everything. */
@NullMarked
package org.quern.inference;

import org.jspecify.annotations.NullMarked;
