/**
 * Which natural language a text is in: {@link org.quern.ingest.language.LanguageIdentifier}, by script, by Apache Tika's
 * n-gram model of 148 languages and by frequent words of some that it lacks; or by a model that fastText trained. Languages have the
 * names of {@link org.quern.ingest.language.LanguageCode}.
 */
@NullMarked
package org.quern.ingest.language;

import org.jspecify.annotations.NullMarked;
