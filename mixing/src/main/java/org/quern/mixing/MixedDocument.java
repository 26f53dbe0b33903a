package org.quern.mixing;

import java.util.Optional;

/**
 * A document in a stage: the row of {@code stageN/}.
 *
 * @param copy 0, and on where the stage uses the document several times
 * @param rank orders the documents of a domain: who needs fewer tokens goes without the highest ranks first. A function of id,
 *     copy, quality and seed, see {@link Slice#rank}; ties are broken by id
 */
record MixedDocument(
        String id,
        String url,
        String source,
        long offset,
        Optional<String> date,
        String language,
        String domain,
        String text,
        double quality,
        int copy,
        long rank) {

    static MixedDocument of(ScoredDocument document, String text, int copy, long rank) {
        return new MixedDocument(
                document.id(),
                document.url(),
                document.source(),
                document.offset(),
                document.date(),
                document.language(),
                document.domain(),
                text,
                document.quality(),
                copy,
                rank);
    }
}
