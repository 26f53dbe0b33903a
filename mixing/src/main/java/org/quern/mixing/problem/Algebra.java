package org.quern.mixing.problem;

/** Linear equations in one unknown, with whole solutions. */
final class Algebra {
    private Algebra() {}

    static Problem draw(Draw draw) {
        int x = draw.between(2, 20);
        int a = draw.between(2, 9);
        int b = draw.between(1, 30);
        String unknown = draw.pick("x", "y", "n");
        return switch (draw.between(0, 3)) {
            case 0 -> plus(draw, unknown, a, b, x);
            case 1 -> minus(draw, unknown, a, b, x);
            case 2 -> bracket(draw, unknown, a, b, x);
            default -> quotient(draw, unknown, a, b, x);
        };
    }

    private static Problem plus(Draw draw, String unknown, int a, int b, int x) {
        int c = a * x + b;
        String steps =
                String.format("%d%s = %d - %d = %d; %s = %d / %d = %d", a, unknown, c, b, a * x, unknown, a * x, a, x);
        return problem(draw, unknown, String.format("%d%s + %d = %d", a, unknown, b, c), steps, x);
    }

    private static Problem minus(Draw draw, String unknown, int a, int b, int x) {
        int c = a * x - b;
        String right = c < 0 ? "(" + c + ")" : Integer.toString(c);
        String steps = String.format(
                "%d%s = %s + %d = %d; %s = %d / %d = %d", a, unknown, right, b, a * x, unknown, a * x, a, x);
        return problem(draw, unknown, String.format("%d%s - %d = %d", a, unknown, b, c), steps, x);
    }

    private static Problem bracket(Draw draw, String unknown, int a, int b, int x) {
        int c = a * (x + b);
        String steps = String.format(
                "%s + %d = %d / %d = %d; %s = %d - %d = %d", unknown, b, c, a, x + b, unknown, x + b, b, x);
        return problem(draw, unknown, String.format("%d(%s + %d) = %d", a, unknown, b, c), steps, x);
    }

    private static Problem quotient(Draw draw, String unknown, int a, int b, int x) {
        int c = x + b;
        String steps =
                String.format("%s / %d = %d - %d = %d; %s = %d x %d = %d", unknown, a, c, b, x, unknown, x, a, a * x);
        return problem(draw, unknown, String.format("%s / %d + %d = %d", unknown, a, b, c), steps, a * x);
    }

    private static Problem problem(Draw draw, String unknown, String equation, String steps, int solution) {
        String question = draw.pick(
                "Solve " + equation + ".",
                "Find " + unknown + " if " + equation + ".",
                "If " + equation + ", what is " + unknown + "?");
        return ProblemKind.ALGEBRA.problem(question, steps, solution);
    }
}
