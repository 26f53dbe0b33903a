/**
 * Personal data and secrets: each {@link org.quern.ingest.mask.Mask} finds one kind in a text, in one pass without regular
 * expressions, and puts in its place what stands for anyone's.
 */
@NullMarked
package org.quern.ingest.mask;

import org.jspecify.annotations.NullMarked;
