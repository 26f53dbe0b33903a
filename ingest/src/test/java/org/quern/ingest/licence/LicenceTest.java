package org.quern.ingest.licence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicenceTest {
    private static final String TAG = "SPDX-License-" + "Identifier: ";

    private static String stated(String text) {
        return Licence.of(text)
                .map(licence -> licence.expression() + " " + licence.line())
                .orElse("");
    }

    @Test
    void tagsAreReadUpToWhatIsNoExpression() {
        assertThat(stated("#!/bin/sh\n# " + TAG + "MIT\n")).isEqualTo("MIT 2");
        assertThat(stated("/* " + TAG + "GPL-2.0 WITH Linux-syscall-note */"))
                .isEqualTo("GPL-2.0 WITH Linux-syscall-note 1");
        assertThat(stated("<!-- " + TAG + "(MIT or Apache-2.0) and Zlib -->"))
                .isEqualTo("(MIT OR Apache-2.0) AND Zlib 1");
        assertThat(stated("// " + TAG + "MIT/Apache-2.0")).isEqualTo("MIT OR Apache-2.0 1");
        assertThat(stated("// " + TAG + "\nx")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MIT | true",
                "mit | true",
                "GPL-3.0-or-later | false",
                "GPL-3.0-only OR MIT | true",
                "GPL-3.0-only AND MIT | false",
                "MIT AND (GPL-2.0-only OR BSD-3-Clause) | true",
                "MIT OR ISC AND GPL-2.0-only | true",
                "(MIT OR ISC) AND GPL-2.0-only | false",
                "Apache-2.0 WITH LLVM-exception | true",
                "GPL-2.0-only WITH Classpath-exception-2.0 | false",
                "LicenseRef-Mine | false",
                "MIT AND | true",
            })
    void permissiveIsWhatCanBeChosenSo(String expression, boolean permissive) {
        assertThat(LicenceExpression.leading(expression))
                .hasValueSatisfying(read -> assertThat(read.isPermissive()).isEqualTo(permissive));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AND MIT", "(MIT", "()", "()(", "- MIT"})
    void othersAreNoExpressions(String text) {
        assertThat(LicenceExpression.leading(text)).isEmpty();
    }

    @Test
    void noticesAreReadThroughComments() {
        assertThat(stated("""
                /*
                 * Licensed to the Foundation. Licensed under the Apache
                 * License, Version 2.0 (the "License"); you may not use
                 */""")).isEqualTo("Apache-2.0 1");
        assertThat(stated("""
                # This program is free software; you can redistribute it and/or modify
                # it under the terms of the GNU General Public License as published by
                # the Free Software Foundation; either version 2 of the License, or
                # (at your option) any later version.""")).isEqualTo("GPL-2.0-or-later 1");
        assertThat(stated("""
                -- under the terms of the GNU Lesser General Public
                -- License version 2.1 only; the GNU General Public License does not apply.""")).isEqualTo("LGPL-2.1-only 1");
        assertThat(
                        stated(
                                "// Use of this source code is governed by a BSD-style\n// license that can be found in the LICENSE file."))
                .isEqualTo("BSD-3-Clause 1");
        assertThat(stated("Dual licensed under the MIT license and the GNU General Public License version 2 "))
                .isEqualTo("MIT OR GPL-2.0-only 1");
        assertThat(stated("class A {} // the license of the mill")).isEmpty();
    }

    @Test
    void textsOfLicencesAreToldApart() {
        String bsd = "Redistribution and use in source and binary forms, with or without\nmodification, are permitted";
        assertThat(stated(bsd)).isEqualTo("BSD-2-Clause 1");
        assertThat(stated(bsd + " ... Neither the name of")).isEqualTo("BSD-3-Clause 1");
        String isc = "Permission to use, copy, modify, and/or distribute this software for any purpose";
        assertThat(stated(isc)).isEqualTo("0BSD 1");
        assertThat(stated(isc + ", provided that the above copyright notice")).isEqualTo("ISC 1");
        assertThat(
                        stated(
                                "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software"))
                .isEqualTo("MIT 1");
    }

    @Test
    void hostileTextsAreReadInLinearTime() {
        for (String piece : List.of("(", "MIT AND ", "gnu general public license ", "*/ ", TAG)) {
            assertThat(Licence.of(piece.repeat(200_000))).isNotNull();
            assertThat(Licence.of(TAG + piece.repeat(200_000))).isNotNull();
        }
    }
}
