package dev.backstory.dq.page;

import dev.backstory.dq.report.AuditReport;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pages as text: one file each that needs no other, every value escaped by the template engine. */
public final class Pages {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.backstory.dq.template");

    private Pages() {}

    /**
     * @param past of each metric the values of earlier days
     * @param command what to run next; null where nothing is left to do
     */
    public static String report(
            AuditReport report, Map<String, NavigableMap<LocalDate, Double>> past, @Nullable String command) {
        return render(
                "report.jte",
                new ReportView(
                        report,
                        report.figures().trends().stream()
                                .map(trend -> TrendPicture.of(
                                        trend, report.dt(), past.getOrDefault(trend.metric(), new TreeMap<>())))
                                .toList(),
                        command));
    }

    static String render(String template, Object page) {
        StringOutput out = new StringOutput(64 * 1024);
        ENGINE.render(template, page, out);
        return out.toString();
    }
}
