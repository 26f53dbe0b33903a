package org.quern.mixing.problem;

/** Larger units in smaller ones, and back. */
final class Units {
    private record Pair(String large, String small, int factor) {
        /** {@code 1 hour = 60 minutes}. */
        String rule() {
            return "1 " + large.substring(0, large.length() - 1) + " = " + factor + " " + small;
        }
    }

    private static final Pair[] PAIRS = {
        new Pair("hours", "minutes", 60),
        new Pair("minutes", "seconds", 60),
        new Pair("days", "hours", 24),
        new Pair("weeks", "days", 7),
        new Pair("years", "months", 12),
        new Pair("meters", "centimeters", 100),
        new Pair("kilometers", "meters", 1000),
        new Pair("kilograms", "grams", 1000),
        new Pair("liters", "milliliters", 1000),
        new Pair("dozens", "pieces", 12),
    };

    private Units() {}

    static Problem draw(Draw draw) {
        Pair pair = draw.pick(PAIRS);
        int large = draw.between(2, 30);
        return switch (draw.between(0, 2)) {
            case 0 -> down(draw, pair, large);
            case 1 -> up(draw, pair, large);
            default -> mixed(draw, pair, large, draw.between(1, pair.factor - 1));
        };
    }

    private static Problem down(Draw draw, Pair pair, int large) {
        String question = String.format(
                draw.pick("How many %2$s are %1$d %3$s?", "Convert %1$d %3$s to %2$s.", "%1$d %3$s = ? %2$s"),
                large,
                pair.small,
                pair.large);
        String steps = pair.rule() + "; " + times(large, pair);
        return ProblemKind.UNITS.problem(question, steps, large * pair.factor);
    }

    private static Problem up(Draw draw, Pair pair, int large) {
        int small = large * pair.factor;
        String question = String.format(
                draw.pick("How many %3$s are %1$d %2$s?", "Convert %1$d %2$s to %3$s.", "%1$d %2$s = ? %3$s"),
                small,
                pair.small,
                pair.large);
        String steps = pair.rule() + String.format("; %d / %d = %d", small, pair.factor, large);
        return ProblemKind.UNITS.problem(question, steps, large);
    }

    private static Problem mixed(Draw draw, Pair pair, int large, int rest) {
        String question = String.format(
                draw.pick("How many %2$s are %1$d %3$s and %4$d %2$s?", "Convert %1$d %3$s and %4$d %2$s to %2$s."),
                large,
                pair.small,
                pair.large,
                rest);
        int product = large * pair.factor;
        String steps =
                pair.rule() + String.format("; %s; %d + %d = %d", times(large, pair), product, rest, product + rest);
        return ProblemKind.UNITS.problem(question, steps, product + rest);
    }

    private static String times(int large, Pair pair) {
        return String.format("%d x %d = %d", large, pair.factor, large * pair.factor);
    }
}
