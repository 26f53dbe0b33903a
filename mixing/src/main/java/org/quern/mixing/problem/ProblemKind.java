package org.quern.mixing.problem;

import java.util.Locale;

/** The kinds of problems there are; each draws a problem of its own. */
public enum ProblemKind {
    /** Sums, differences, products and quotients, digit by digit. */
    ARITHMETIC,
    /** Stories in two steps. */
    STORIES,
    /** Hours in minutes and the like. */
    UNITS,
    /** Linear equations. */
    ALGEBRA,
    /** Parts and prices in per cent. */
    PERCENTAGES,
    /** The next number. */
    SEQUENCES,
    /** Words reversed, letters counted, words sorted. */
    STRINGS,
    /** Largest, sum, filter and order of short lists. */
    LISTS,
    /** Which is more. */
    COMPARISONS;

    Problem draw(Draw draw) {
        return switch (this) {
            case ARITHMETIC -> Arithmetic.draw(draw);
            case STORIES -> Stories.draw(draw);
            case UNITS -> Units.draw(draw);
            case ALGEBRA -> Algebra.draw(draw);
            case PERCENTAGES -> Percentages.draw(draw);
            case SEQUENCES -> Sequences.draw(draw);
            case STRINGS -> Strings.draw(draw);
            case LISTS -> Lists.draw(draw);
            case COMPARISONS -> Comparisons.draw(draw);
        };
    }

    Problem problem(String question, String steps, Object answer) {
        return new Problem(name().toLowerCase(Locale.ROOT), question, steps, answer.toString());
    }
}
