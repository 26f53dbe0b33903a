/**
 * Under which licence source code is, as SPDX expressions (SPDX specification 2.3, annex D).
 *
 * <p>{@link org.quern.ingest.licence.Licence} reads what a file says of itself, by its {@code SPDX-License-Identifier} tag or by
 * the words of licences and of the notices that name them; {@link org.quern.ingest.licence.LicenceExpression} says whether
 * the code may be used on permissive terms. Only licences that are common in source code are known by their words: most files hold
 * a notice, which is no text of SPDX's list.
 */
@NullMarked
package org.quern.ingest.licence;

import org.jspecify.annotations.NullMarked;
