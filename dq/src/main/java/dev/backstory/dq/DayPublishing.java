package dev.backstory.dq;

import dev.backstory.command.Console;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.audit.AuditedDay;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.page.Pages;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.ReportFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.SupersededException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the reports of audited days and publishes those that passed. A report is there before its day, so that no day is
 * published without one; when a day stays in staging after all, its report is written again and says so.
 */
final class DayPublishing {
    private final Lake lake;
    private final Console console;
    private final String configArgument;
    private final ReportFiles reports;
    private final Publisher publisher;

    /** @param configArgument the config's path, as commands name it */
    DayPublishing(Lake lake, Console console, String configArgument) {
        this.lake = lake;
        this.console = console;
        this.configArgument = configArgument;
        this.reports = new ReportFiles(lake);
        this.publisher = new Publisher(lake);
    }

    /** A day whose report cannot be written is not published; the other days are. */
    DayResult finish(AuditedDay audited) {
        AuditReport report = audited.report();
        String page;
        try {
            page = write(audited, report, report.verdict().publishes() ? null : again(report));
        } catch (RuntimeException e) {
            console.problem("dq: " + name(report) + " is " + report.verdict()
                    + " but not published, because its report cannot be written: " + e.getMessage()
                    + "; audit it again");
            return DayResult.unwritten(report);
        }
        return !report.verdict().publishes() || publish(audited, page)
                ? DayResult.judged(report, page)
                : DayResult.unpublished(report, page);
    }

    /**
     * Gives the page's path under the lake's root.
     *
     * @param command what to run next; null where nothing is left to do
     */
    String write(AuditedDay audited, AuditReport report, @Nullable String command) {
        return reports.write(report, Pages.report(report, audited.past(), command));
    }

    /** Builds a failed day again. One behind which an older run is published is built on demand alone. */
    private String again(AuditReport report) {
        boolean isVocabulary = report.table() == Table.VOCABULARY;
        Suggestion run = Suggestion.of(isVocabulary ? report.table().step().id() : "run")
                .config(configArgument)
                .days(DayRange.day(report.dt()));
        return (isPublished(report) ? run.option("--rebuild") : run).toString();
    }

    private boolean isPublished(AuditReport report) {
        try {
            return lake.published(report.table(), report.dt()).isPresent();
        } catch (BackstoryException | UncheckedIOException unreadable) {
            return false;
        }
    }

    private String auditAgain(AuditReport report) {
        return Suggestion.of("dq")
                .option("--step", report.subject().step().id())
                .config(configArgument)
                .days(DayRange.day(report.dt()))
                .toString();
    }

    /**
     * Whether nothing is left to do about the day: it is published, or a later run of it is.
     *
     * @param page the report's, relative to the lake's root
     */
    boolean publish(AuditedDay audited, String page) {
        AuditDay day = audited.day();
        String what = "dq: " + name(audited.report());
        PublishRecord record = record(day, audited.report(), page);
        try {
            publisher.publish(day.run(), day.day(), record);
            return true;
        } catch (SupersededException e) {
            console.problem("dq: " + e.getMessage());
            sayNotPublished(audited, e.getMessage(), null);
            return true;
        } catch (BackstoryException | UncheckedIOException e) {
            if (isPublished(record)) {
                console.problem(what + " is published, but cleaning up after it failed: " + e.getMessage()
                        + "; the next run of the step puts it right");
                return false;
            }
            console.problem(what + " passed its audit but is not published: " + e.getMessage());
            sayNotPublished(
                    audited,
                    "publishing it failed: " + e.getMessage()
                            + "; audit it again; bin/backstory status says what is published",
                    auditAgain(audited.report()));
            return false;
        }
    }

    /** Publishing goes on after the rename that makes the day the published one, and may fail there too. */
    private boolean isPublished(PublishRecord record) {
        try {
            return lake.published(record.table(), record.dt())
                    .filter(found -> found.run().equals(record.run())
                            && found.publishedAt().equals(record.publishedAt()))
                    .isPresent();
        } catch (BackstoryException | UncheckedIOException unreadable) {
            return false;
        }
    }

    private void sayNotPublished(AuditedDay audited, String why, @Nullable String command) {
        try {
            write(audited, audited.notPublished(why), command);
        } catch (BackstoryException | UncheckedIOException e) {
            console.problem("dq: the report on " + name(audited.report())
                    + " cannot be written again to say that the day is not published: " + e.getMessage());
        }
    }

    private static String name(AuditReport report) {
        return report.table().folder() + " " + report.dt();
    }

    private static PublishRecord record(AuditDay day, AuditReport report, String page) {
        return PublishRecord.of(
                day.run(),
                day.day(),
                new PublishRecord.Passed(
                        Instant.now(),
                        report.provenance().rulesHash(),
                        report.verdict(),
                        report.figures().metrics(),
                        page,
                        report.provenance().auditTook()));
    }
}
