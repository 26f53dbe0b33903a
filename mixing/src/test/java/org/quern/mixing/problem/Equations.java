package org.quern.mixing.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An independent check of the sums in a problem's steps: every {@code a op b = c} of plain numbers. */
final class Equations {
    private static final Pattern EQUATION = Pattern.compile(
            "(?<![\\w.] )(?<![-+x/] )(?<!\\w)" + "(\\(?-?\\d+\\)?) ([-+x/]) (\\d+)(?: ([+]) (\\d+))? = (-?\\d+)");

    private Equations() {}

    static List<String> wrongIn(String steps) {
        List<String> wrong = new ArrayList<>();
        Matcher matcher = EQUATION.matcher(steps);
        while (matcher.find()) {
            int left = Integer.parseInt(matcher.group(1).replaceAll("[()]", ""));
            int right = Integer.parseInt(matcher.group(3));
            int value =
                    switch (matcher.group(2)) {
                        case "+" -> left + right;
                        case "-" -> left - right;
                        case "x" -> left * right;
                        default -> left % right == 0 ? left / right : Integer.MIN_VALUE;
                    };
            int carry = matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5));
            if (value + carry != Integer.parseInt(matcher.group(6))) {
                wrong.add(matcher.group());
            }
        }
        return wrong;
    }
}
