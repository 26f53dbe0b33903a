package org.quern.mixing.problem;

/** Parts of a number, and prices that rise and fall. Every result is whole. */
final class Percentages {
    private Percentages() {}

    static Problem draw(Draw draw) {
        int percent = draw.between(1, 19) * 5;
        int whole = draw.between(1, 30) * 20;
        int part = whole * percent / 100;
        return switch (draw.between(0, 2)) {
            case 0 -> part(draw, percent, whole, part);
            case 1 -> discount(draw, percent, whole, part);
            default -> rise(draw, percent, whole, part);
        };
    }

    private static Problem part(Draw draw, int percent, int whole, int part) {
        String question = String.format(
                draw.pick("What is %d%% of %d?", "Find %d%% of %d.", "How much is %d%% of %d?"), percent, whole);
        return problem(question, steps(percent, whole, part), part);
    }

    private static Problem discount(Draw draw, int percent, int whole, int part) {
        String question = String.format(
                draw.pick(
                        "A coat costs %2$d dollars and is sold at %1$d%% off. What is the price now?",
                        "The price of %2$d falls by %1$d%%. What is it then?"),
                percent,
                whole);
        String steps = steps(percent, whole, part) + String.format("; %d - %d = %d", whole, part, whole - part);
        return problem(question, steps, whole - part);
    }

    private static Problem rise(Draw draw, int percent, int whole, int part) {
        String question = String.format(
                draw.pick(
                        "A town of %2$d people grows by %1$d%%. How many live there now?",
                        "What is %2$d increased by %1$d%%?"),
                percent,
                whole);
        String steps = steps(percent, whole, part) + String.format("; %d + %d = %d", whole, part, whole + part);
        return problem(question, steps, whole + part);
    }

    private static String steps(int percent, int whole, int part) {
        return String.format("%d x %d = %d; %d / 100 = %d", whole, percent, whole * percent, whole * percent, part);
    }

    private static Problem problem(String question, String steps, int answer) {
        return ProblemKind.PERCENTAGES.problem(question, steps, answer);
    }
}
