package org.quern.mixing.problem;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The next number of a sequence that grows by a step, by a factor, or by its two last numbers. */
final class Sequences {
    private static final int SHOWN = 4;

    private Sequences() {}

    static Problem draw(Draw draw) {
        return switch (draw.between(0, 3)) {
            case 0 -> steps(draw, draw.between(1, 60), draw.between(2, 15));
            case 1 -> steps(draw, draw.between(60, 99), -draw.between(2, 12));
            case 2 -> factors(draw, draw.between(1, 9), draw.between(2, 4));
            default -> sums(draw, draw.between(1, 12), draw.between(1, 12));
        };
    }

    private static Problem steps(Draw draw, int first, int step) {
        int[] terms = new int[SHOWN + 1];
        for (int i = 0; i <= SHOWN; i++) {
            terms[i] = first + i * step;
        }
        String sign = step < 0 ? "-" : "+";
        int size = Math.abs(step);
        return problem(
                draw,
                terms,
                String.format(
                        "each is the last %s %d; %d %s %d = %d",
                        sign, size, terms[SHOWN - 1], sign, size, terms[SHOWN]));
    }

    private static Problem factors(Draw draw, int first, int factor) {
        int[] terms = new int[SHOWN + 1];
        terms[0] = first;
        for (int i = 1; i <= SHOWN; i++) {
            terms[i] = terms[i - 1] * factor;
        }
        return problem(
                draw,
                terms,
                String.format("each is the last x %d; %d x %d = %d", factor, terms[SHOWN - 1], factor, terms[SHOWN]));
    }

    private static Problem sums(Draw draw, int first, int second) {
        int[] terms = new int[SHOWN + 2];
        terms[0] = first;
        terms[1] = second;
        for (int i = 2; i < terms.length; i++) {
            terms[i] = terms[i - 2] + terms[i - 1];
        }
        int last = terms.length - 1;
        return problem(
                draw,
                terms,
                String.format(
                        "each is the sum of the two before; %d + %d = %d",
                        terms[last - 2], terms[last - 1], terms[last]));
    }

    private static Problem problem(Draw draw, int[] terms, String steps) {
        int last = terms.length - 1;
        String shown = Arrays.stream(terms, 0, last).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String question = draw.pick(
                "What comes next: " + shown + "?",
                "Continue the sequence " + shown + ".",
                "Which number follows " + shown + "?");
        return ProblemKind.SEQUENCES.problem(question, steps, terms[last]);
    }
}
