package org.quern.inference.report;

/**
 * What {@code report} does.
 *
 * @param title of the page
 */
public record ReportConfig(String title) {
    /** Checks that there is a title. */
    public ReportConfig {
        if (title.isBlank()) {
            throw new IllegalArgumentException("title must not be blank");
        }
    }

    /** The plain title. */
    public static ReportConfig defaults() {
        return new ReportConfig("Quern run report");
    }
}
