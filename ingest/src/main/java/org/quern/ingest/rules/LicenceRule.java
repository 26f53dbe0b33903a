package org.quern.ingest.rules;

import java.util.Optional;
import org.quern.ingest.licence.Licence;
import org.quern.ingest.licence.LicenceExpression;

/**
 * Source code that may not be used on permissive terms. A file's own licence counts before that of the archive it is in. The
 * reason names the licence, its value is the line that states it, 0 if the archive does.
 */
record LicenceRule(boolean keepUnknown) implements Rule {
    @Override
    public Verdict judge(MeasuredText measured) {
        Optional<Licence> licence = Licence.of(measured.text())
                .or(() -> LicenceExpression.leading(measured.origin().licence())
                        .map(expression -> new Licence(expression, 0)));
        if (licence.isEmpty()) {
            return keepUnknown ? Verdict.KEEP : Verdict.drop("licence.unknown", 0);
        }
        LicenceExpression expression = licence.get().expression();
        return expression.isPermissive()
                ? Verdict.KEEP
                : Verdict.drop("licence." + expression, licence.get().line());
    }
}
