/** Tests of whole runs, the command line, the notebooks, and the architecture of all modules. */
@NullMarked
package org.quern.pipeline;

import org.jspecify.annotations.NullMarked;
