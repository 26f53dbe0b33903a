/** Tests of the pages. */
@NullMarked
package org.quern.ingest.page;

import org.jspecify.annotations.NullMarked;
