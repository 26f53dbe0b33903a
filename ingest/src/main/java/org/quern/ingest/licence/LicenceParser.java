package org.quern.ingest.licence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a licence expression by recursive descent. {@code WITH} binds before {@code AND}, and that before {@code OR}. */
final class LicenceParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*([()]|[A-Za-z0-9][A-Za-z0-9.:+-]*|/(?=[A-Za-z0-9]))");
    private static final Pattern OPERATOR = Pattern.compile("(?i)and|or|with|[()/]");

    private final Matcher tokens;
    private int at;

    LicenceParser(String text) {
        tokens = TOKEN.matcher(text);
    }

    Optional<LicenceExpression> expression() {
        return joined(
                () -> joined(this::single, LicenceExpression.All::new, "and"), LicenceExpression.Any::new, "or", "/");
    }

    /** Operands between which one of the operators stands; an operator that nothing follows ends the expression before it. */
    private Optional<LicenceExpression> joined(
            Supplier<Optional<LicenceExpression>> operand,
            Function<List<LicenceExpression>, LicenceExpression> join,
            String... operators) {
        List<LicenceExpression> parts = new ArrayList<>();
        Optional<LicenceExpression> part = operand.get();
        while (part.isPresent()) {
            parts.add(part.get());
            int end = at;
            part = take(operators) ? operand.get() : Optional.empty();
            at = part.isPresent() ? at : end;
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(parts.size() == 1 ? parts.get(0) : join.apply(parts));
    }

    private Optional<LicenceExpression> single() {
        int start = at;
        if (take("(")) {
            Optional<LicenceExpression> inner = expression();
            return inner.isPresent() && take(")") ? inner : Optional.empty();
        }
        Optional<String> id = takeIdentifier();
        int end = at;
        Optional<String> exception = take("with") ? takeIdentifier() : Optional.empty();
        at = id.isEmpty() ? start : exception.isPresent() ? at : end;
        return id.map(name -> new LicenceExpression.Single(name, exception.orElse("")));
    }

    private boolean take(String... operators) {
        String next = peek();
        for (String operator : operators) {
            if (next.equalsIgnoreCase(operator)) {
                at = tokens.end();
                return true;
            }
        }
        return false;
    }

    private Optional<String> takeIdentifier() {
        String next = peek();
        if (next.isEmpty() || OPERATOR.matcher(next).matches()) {
            return Optional.empty();
        }
        at = tokens.end();
        return Optional.of(next);
    }

    private String peek() {
        return tokens.region(at, tokens.regionEnd()).lookingAt() ? tokens.group(1) : "";
    }
}
