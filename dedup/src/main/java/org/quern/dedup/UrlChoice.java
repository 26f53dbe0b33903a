package org.quern.dedup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which documents of one web address stay. */
public enum UrlChoice {
    /** Those of the latest date. Undated ones stay, too: nothing says that they are not parts of one page. */
    NEWEST,
    /** One, the best in the {@link KeepOrder}, dated or not. */
    BEST,
    /** All of them, unless their texts are alike. */
    ALL;

    @JsonValue
    String label() {
        return Names.of(this);
    }

    /**
     * The choice of this name, in any case.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    @JsonCreator
    public static UrlChoice named(String name) {
        return Names.find(UrlChoice.class, "urls must be one of", name);
    }
}
