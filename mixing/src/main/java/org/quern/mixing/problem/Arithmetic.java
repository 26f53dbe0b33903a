package org.quern.mixing.problem;

/** Sums with carrying, differences with borrowing, products by tens and ones, and two operations in a row. */
final class Arithmetic {
    private static final String[] PLACES = {"ones", "tens", "hundreds", "thousands"};

    private Arithmetic() {}

    static Problem draw(Draw draw) {
        return switch (draw.between(0, 4)) {
            case 0 -> sum(draw, draw.between(11, 999), draw.between(11, 999));
            case 1 -> difference(draw);
            case 2 -> product(draw, draw.between(11, 99), draw.between(3, 9));
            case 3 -> quotient(draw, draw.between(2, 9), draw.between(3, 12));
            default -> chain(draw, draw.between(5, 50), draw.between(5, 50), draw.between(2, 5));
        };
    }

    private static Problem sum(Draw draw, int a, int b) {
        String question = draw.pick(
                "What is " + a + " + " + b + "?",
                "Add " + a + " and " + b + ".",
                a + " + " + b + " = ?",
                "Find the sum of " + a + " and " + b + ".");
        return problem(question, sumSteps(a, b), a + b);
    }

    private static String sumSteps(int a, int b) {
        StringBuilder steps = new StringBuilder();
        int carry = 0;
        int place = 0;
        for (int unit = 1; unit <= Math.max(a, b); unit *= 10, place++) {
            int x = a / unit % 10;
            int y = b / unit % 10;
            int digits = x + y + carry;
            steps.append(place == 0 ? "" : "; ").append(PLACES[place]).append(' ');
            steps.append(x).append(" + ").append(y);
            if (carry > 0) {
                steps.append(" + 1");
            }
            steps.append(" = ").append(digits);
            carry = digits / 10;
            if (carry > 0) {
                steps.append(", write ").append(digits % 10).append(", carry 1");
            }
        }
        return steps.toString();
    }

    private static Problem difference(Draw draw) {
        int b = draw.between(11, 499);
        int a = b + draw.between(3, 499);
        String question = draw.pick(
                "What is " + a + " - " + b + "?", "Subtract " + b + " from " + a + ".", a + " - " + b + " = ?");
        return problem(question, differenceSteps(a, b), a - b);
    }

    private static String differenceSteps(int a, int b) {
        StringBuilder steps = new StringBuilder();
        int borrow = 0;
        int place = 0;
        for (int unit = 1; unit <= a; unit *= 10, place++) {
            int x = a / unit % 10 - borrow;
            int y = b / unit % 10;
            borrow = x < y ? 1 : 0;
            steps.append(place == 0 ? "" : "; ").append(PLACES[place]).append(' ');
            steps.append(x + 10 * borrow).append(" - ").append(y);
            steps.append(" = ").append(x + 10 * borrow - y);
            if (borrow > 0) {
                steps.append(", borrow 1");
            }
        }
        return steps.toString();
    }

    private static Problem product(Draw draw, int a, int b) {
        String question =
                draw.pick("What is " + a + " x " + b + "?", "Multiply " + a + " by " + b + ".", a + " x " + b + " = ?");
        int tens = a / 10 * 10;
        int ones = a % 10;
        String steps = String.format(
                "%d x %d = %d; %d x %d = %d; %d + %d = %d",
                tens, b, tens * b, ones, b, ones * b, tens * b, ones * b, a * b);
        return problem(question, steps, a * b);
    }

    private static Problem quotient(Draw draw, int divisor, int quotient) {
        int dividend = divisor * quotient;
        String question = draw.pick(
                "What is " + dividend + " / " + divisor + "?",
                "Divide " + dividend + " by " + divisor + ".",
                "How many times does " + divisor + " go into " + dividend + "?");
        String steps = String.format("%d x %d = %d", divisor, quotient, dividend);
        return problem(question, steps, quotient);
    }

    private static Problem chain(Draw draw, int a, int b, int c) {
        boolean sumFirst = draw.between(0, 1) == 0;
        String expression =
                sumFirst ? String.format("(%d + %d) x %d", a, b, c) : String.format("%d + %d x %d", a, b, c);
        String question = draw.pick("What is " + expression + "?", "Compute " + expression + ".", expression + " = ?");
        int first = sumFirst ? a + b : b * c;
        int result = sumFirst ? first * c : a + first;
        String steps = sumFirst
                ? String.format("%d + %d = %d; %d x %d = %d", a, b, first, first, c, result)
                : String.format("%d x %d = %d; %d + %d = %d", b, c, first, a, first, result);
        return problem(question, steps, result);
    }

    private static Problem problem(String question, String steps, int answer) {
        return ProblemKind.ARITHMETIC.problem(question, steps, answer);
    }
}
