/**
 * Which natural language a text is in: {@link org.quern.ingest.language.LanguageIdentifier} and its implementation with
 * Apache OpenNLP's model of 183 languages, which is a jar on the class path.
 */
@NullMarked
package org.quern.ingest.language;

import org.jspecify.annotations.NullMarked;
