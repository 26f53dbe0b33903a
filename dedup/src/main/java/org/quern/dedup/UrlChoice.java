package org.quern.dedup;

/** Which documents of one web address stay. */
public enum UrlChoice {
    /** Those of the latest date. Undated ones stay, too: nothing says that they are not parts of one page. */
    NEWEST,
    /** One, the best in the {@link KeepOrder}, dated or not. */
    BEST,
    /** All of them, unless their texts are alike. */
    ALL
}
