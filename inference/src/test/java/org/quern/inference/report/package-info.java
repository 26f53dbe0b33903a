/** Tests of the page. */
@org.jspecify.annotations.NullMarked
package org.quern.inference.report;
