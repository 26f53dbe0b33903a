/** Tests of the scores. */
@org.jspecify.annotations.NullMarked
package org.quern.inference.evaluate;
