/** Tests of offline generation. */
@org.jspecify.annotations.NullMarked
package org.quern.inference.generate;
