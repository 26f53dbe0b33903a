package org.quern.ingest.rules;

/** One published filter: a pure function from a text to a verdict, in time linear in the text. */
@FunctionalInterface
public interface Rule {
    /** Judges the text; never throws, whatever the text. */
    Verdict judge(MeasuredText text);
}
