package org.quern.ingest.html;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;

/** The programming language of code, where the markup names one. */
final class CodeLanguage {
    private static final String[] PREFIXES = {
        "language-", "lang-", "highlight-source-", "highlight-", "brush:", "sourceCode "
    };

    private static final Set<String> NO_LANGUAGES = Set.of("default", "none");
    private static final int MAX_WRAPPERS = 3;

    /** Class names of highlighted code, which have the language's bare name beside them. */
    private static final Set<String> HIGHLIGHTED =
            Set.of("hljs", "syntaxhighlighter", "highlight", "prettyprint", "codehilite", "chroma", "code");

    /** What else a bare name may be is known only from a list. */
    private static final Set<String> LANGUAGES = Set.of("""
            actionscript ada apache applescript asm assembly awk bash basic batch bat c c# c++ clojure cmake cobol
            coffeescript coldfusion console cpp cs csharp css cuda cython d dart delphi diff docker dockerfile elixir elm
            erlang f# fortran fsharp gcc glsl go golang gradle graphql groovy haskell html http ini java javafx javascript
            js json jsx julia kotlin latex less lisp lua makefile markdown mathematica matlab nasm nginx nim objc
            objectivec ocaml octave pascal perl php plsql powershell prolog protobuf ps1 py python r racket rb ruby rust
            sass scala scheme scss sh shell smalltalk solidity sql swift tcl tex toml ts tsx typescript vb vbnet verilog
            vhdl vim vue xml xslt yaml yml zig zsh""".strip().split("\\s+", -1));

    private CodeLanguage() {}

    /** Named by the element, its first child, or one of the nearest around it; empty if by none. */
    static String of(Element code) {
        String found = named(code);
        Element child = code.firstElementChild();
        found = found.isEmpty() && child != null ? named(child) : found;
        Element around = code.parent();
        for (int i = 0; i < MAX_WRAPPERS && around != null && found.isEmpty(); i++) {
            found = inClass(around.className());
            around = around.parent();
        }
        return found;
    }

    private static String named(Element element) {
        String name = inClass(element.className());
        return name.isEmpty() ? inData(element) : name;
    }

    private static String inClass(String classNames) {
        for (String prefix : PREFIXES) {
            int at = classNames.indexOf(prefix);
            if (at == 0 || (at > 0 && classNames.charAt(at - 1) == ' ')) {
                String name = leadingName(classNames.substring(at + prefix.length()));
                return NO_LANGUAGES.contains(name) ? "" : name;
            }
        }
        return bareName(classNames);
    }

    private static String leadingName(String text) {
        String rest = text.stripLeading();
        int end = 0;
        while (end < rest.length()
                && (Character.isLetterOrDigit(rest.charAt(end)) || "+#".indexOf(rest.charAt(end)) >= 0)) {
            end++;
        }
        return rest.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static String bareName(String classNames) {
        boolean highlighted = false;
        String language = "";
        for (String name : classNames.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            highlighted |= HIGHLIGHTED.contains(name);
            language = language.isEmpty() && LANGUAGES.contains(name) ? name : language;
        }
        return highlighted ? language : "";
    }

    /** Of an attribute such as {@code data-lang} or {@code data-code-language}. */
    private static String inData(Element element) {
        for (Attribute attribute : element.attributes()) {
            String key = attribute.getKey();
            String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
            boolean names = key.startsWith("data-") && (key.endsWith("lang") || key.endsWith("language"));
            if (names && LANGUAGES.contains(value)) {
                return value;
            }
        }
        return "";
    }
}
