package org.quern.mixing.problem;

/** Which of two is more, by how much, and whether a claim holds. */
final class Comparisons {
    private Comparisons() {}

    static Problem draw(Draw draw) {
        int[] numbers = draw.numbers(2, 10, 999);
        return switch (draw.between(0, 2)) {
            case 0 -> larger(draw, numbers[0], numbers[1]);
            case 1 -> claim(draw, numbers[0], numbers[1]);
            default -> howMuchMore(draw);
        };
    }

    private static Problem larger(Draw draw, int a, int b) {
        String question = draw.pick(
                "Which is larger, " + a + " or " + b + "?",
                "Name the greater of " + a + " and " + b + ".",
                "max(" + a + ", " + b + ") = ?");
        return ProblemKind.COMPARISONS.problem(question, steps(a, b), Math.max(a, b));
    }

    private static Problem claim(Draw draw, int a, int b) {
        String question = draw.pick("Is " + a + " greater than " + b + "?", "True or not: " + a + " > " + b + "?");
        return ProblemKind.COMPARISONS.problem(question, steps(a, b), a > b ? "yes" : "no");
    }

    private static String steps(int a, int b) {
        int unit = 100;
        while (unit > 1 && a / unit % 10 == b / unit % 10) {
            unit /= 10;
        }
        String place = unit == 100 ? "hundreds" : unit == 10 ? "tens" : "ones";
        int x = a / unit % 10;
        int y = b / unit % 10;
        return String.format("%s %d and %d: %d %s %d, so %d %s %d", place, x, y, x, sign(x, y), y, a, sign(a, b), b);
    }

    private static String sign(int a, int b) {
        return a > b ? ">" : "<";
    }

    private static Problem howMuchMore(Draw draw) {
        String more = draw.name();
        String less = draw.pick("Karl", "Lena", "Mia", "Nico", "Olga", "Paul");
        String thing = draw.pick("marbles", "points", "stickers", "tickets");
        int[] numbers = draw.numbers(2, 5, 99);
        int high = Math.max(numbers[0], numbers[1]);
        int low = Math.min(numbers[0], numbers[1]);
        String question = String.format(
                draw.pick(
                        "%1$s has %3$d %5$s and %2$s has %4$d. How many more does %1$s have?",
                        "%2$s has %4$d %5$s, %1$s has %3$d. By how many is %1$s ahead?"),
                more,
                less,
                high,
                low,
                thing);
        String steps = String.format("%d - %d = %d", high, low, high - low);
        return ProblemKind.COMPARISONS.problem(question, steps, high - low);
    }
}
