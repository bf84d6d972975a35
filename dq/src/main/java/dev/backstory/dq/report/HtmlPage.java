package dev.backstory.dq.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A report as one HTML page that needs nothing else: no scripts, no other files, every value escaped. */
public final class HtmlPage {
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.3rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;font-size:.85rem}
            td,th{border:1px solid #d0d7de;padding:.2rem .5rem;text-align:left;vertical-align:top}
            .scroll{overflow-x:auto}.verdict{font-weight:600;padding:.7rem 1rem;border-left:.5rem solid}
            .PASS{border-color:#1a7f37}.WARN{border-color:#bf8700}.FAIL,.ERROR{border-color:#cf222e}
            section{border-left:.3rem solid;padding:.1rem 1rem;margin:1rem 0}section h3{font-size:1rem;margin:.3rem 0}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.3rem 0}dd{margin:0}
            pre{background:#f6f8fa;padding:.5rem;overflow-x:auto}
            """;

    private HtmlPage() {}

    public static String of(AuditReport report) {
        StringBuilder page = new StringBuilder();
        String title = report.step().id() + " " + report.dt() + ": " + report.verdict();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                        + " 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escape(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(escape(report.pipeline() + ": audit of " + report.step().id() + ", " + report.dt()))
                .append("</h1>\n<p class=\"verdict ")
                .append(report.verdict())
                .append("\">")
                .append(escape(report.sentence()))
                .append("</p>\n");
        report.findings().stream().filter(HtmlPage::isTold).forEach(finding -> tell(page, finding));
        passes(page, report.findings());
        provenance(page, report);
        return page.append("</body>\n</html>\n").toString();
    }

    private static boolean isTold(Finding finding) {
        return finding.verdict() != Verdict.PASS;
    }

    private static void tell(StringBuilder page, Finding finding) {
        page.append("<section class=\"")
                .append(finding.verdict())
                .append("\">\n<h3>")
                .append(escape(finding.verdict() + ": " + finding.check()))
                .append("</h3>\n<dl>\n");
        term(page, "expected", finding.expected());
        term(page, "observed", finding.observed());
        if (finding.badRows() != null) {
            term(page, "bad rows", String.format(Locale.ROOT, "%,d", finding.badRows()));
        }
        if (finding.hint() != null) {
            term(page, "what to do", finding.hint());
        }
        page.append("</dl>\n");
        examples(page, finding.examples());
        if (finding.query() != null) {
            page.append("<pre>").append(escape(finding.query())).append("</pre>\n");
        }
        page.append("</section>\n");
    }

    private static void examples(StringBuilder page, List<Map<String, String>> examples) {
        if (examples.isEmpty()) {
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        examples.forEach(row -> columns.addAll(row.keySet()));
        page.append("<div class=\"scroll\"><table>\n<tr>");
        columns.forEach(column -> page.append("<th>").append(escape(column)).append("</th>"));
        page.append("</tr>\n");
        for (Map<String, String> row : examples) {
            page.append("<tr>");
            columns.forEach(column -> page.append("<td>")
                    .append(escape(row.getOrDefault(column, "")))
                    .append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static void passes(StringBuilder page, List<Finding> findings) {
        page.append("""
                <h2>Passed</h2>
                <div class="scroll"><table>
                <tr><th>check</th><th>expected</th><th>observed</th></tr>
                """);
        for (Finding finding : findings) {
            if (finding.verdict() == Verdict.PASS) {
                page.append("<tr><td>")
                        .append(escape(finding.check()))
                        .append("</td><td>")
                        .append(escape(finding.expected()))
                        .append("</td><td>")
                        .append(escape(finding.observed()))
                        .append("</td></tr>\n");
            }
        }
        page.append("</table></div>\n");
    }

    private static void provenance(StringBuilder page, AuditReport report) {
        page.append("<h2>Provenance</h2>\n<dl>\n");
        term(page, "run", report.run().value());
        term(page, "staged at", report.stagedAt().toString());
        term(page, "audited at", report.auditedAt().toString());
        term(page, "rows", String.format(Locale.ROOT, "%,d", report.rows()));
        term(page, "rejected rows", String.format(Locale.ROOT, "%,d", report.rejectedRows()));
        term(page, "time zone", report.timezone());
        term(page, "settings", report.settingsHash());
        term(page, "rules", report.rulesHash());
        term(page, "written by version", report.codeVersion());
        term(page, "audited by version", report.auditVersion());
        report.sources()
                .forEach((source, count) -> term(
                        page,
                        "source " + source,
                        String.format(
                                Locale.ROOT,
                                "read %,d, kept %,d, rejected %,d",
                                count.read(),
                                count.kept(),
                                count.rejected())));
        report.inputs()
                .forEach(input -> term(
                        page,
                        "input " + input.table().folder(),
                        input.from() + " to " + input.to() + " of run " + input.run()));
        report.files()
                .forEach(file -> term(
                        page,
                        "file",
                        String.format(Locale.ROOT, "%s, %,d rows, %,d bytes", file.name(), file.rows(), file.bytes())));
        page.append("</dl>\n");
    }

    private static void term(StringBuilder page, String term, String value) {
        page.append("<dt>")
                .append(escape(term))
                .append("</dt><dd>")
                .append(escape(value))
                .append("</dd>\n");
    }

    private static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
