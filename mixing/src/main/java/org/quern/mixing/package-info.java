/**
 * From documents to the three-stage pre-training mixture: domain and quality of each document, then a sampling plan that
 * meets token ratios per domain and stage.
 */
@NullMarked
package org.quern.mixing;

import org.jspecify.annotations.NullMarked;
