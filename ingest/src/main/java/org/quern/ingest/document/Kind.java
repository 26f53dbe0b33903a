package org.quern.ingest.document;

/** What a text is by the form in which it came; a configuration refines it to domains. */
public enum Kind {
    /** A page of HTML. */
    WEB("web"),
    /** A source file or a notebook of code. */
    CODE("code"),
    /** A TeX source. */
    MATHEMATICS("mathematics"),
    /** Plain text or a row of a table of texts. */
    PROSE("prose"),
    /** Entries of a reference work. */
    KNOWLEDGE("knowledge");

    private final String domain;

    Kind(String domain) {
        this.domain = domain;
    }

    /** The domain where the configuration says nothing. */
    public String domain() {
        return domain;
    }
}
