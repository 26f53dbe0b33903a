package org.quern.mixing;

import java.util.Map;

/** The documents of each domain in sampling order, as far as planning must know them. */
interface SamplingOrder {
    /**
     * What a domain has.
     *
     * @param documents their number
     * @param tokens their estimated tokens together
     */
    record Supply(long documents, long tokens) {}

    /**
     * A document that a position falls into.
     *
     * @param key its sampling key
     * @param id its id
     * @param before the tokens of all documents before it
     * @param tokens its own
     */
    record Found(long key, String id, long before, long tokens) {}

    /** The domains with at least one token. */
    Map<String, Supply> supply();

    /**
     * The document that holds each domain's token number so and so, counted from 0.
     *
     * @param tokens less than the domain's supply
     */
    Map<String, Found> locate(Map<String, Long> tokens);
}
