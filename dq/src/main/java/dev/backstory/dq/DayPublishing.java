package dev.backstory.dq;

import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.dq.audit.RangeAudit.Audited;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.page.Pages;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.ReportFiles;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Publisher;
import dev.backstory.lake.store.SupersededException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * Publishes days that passed. Their reports lie there before, so that no day is published without one; of a day that
 * stays in staging after all the report is written again, and says so.
 */
final class DayPublishing {
    private final Lake lake;
    private final ReportFiles reports;
    private final Publisher publisher;

    DayPublishing(Lake lake, ReportFiles reports) {
        this.lake = lake;
        this.reports = reports;
        this.publisher = new Publisher(lake);
    }

    /**
     * Whether nothing is left to do about the day: it is published, or a later run of it is.
     *
     * @param page the report's, relative to the lake's root
     */
    boolean publish(AuditDay day, Audited audited, String page) {
        AuditReport report = audited.report();
        String what = "dq: " + report.table().folder() + " " + report.dt();
        PublishRecord record = record(day, report, page);
        try {
            publisher.publish(day.run(), day.day(), record);
            return true;
        } catch (SupersededException e) {
            System.err.println("dq: " + e.getMessage());
            say(day, audited, e.getMessage());
            return true;
        } catch (BackstoryException | UncheckedIOException e) {
            if (isPublished(record)) {
                System.err.println(what + " is published, but cleaning up after it failed: " + e.getMessage()
                        + "; the next run of the step puts it right");
                return false;
            }
            System.err.println(what + " passed its audit but is not published: " + e.getMessage());
            say(
                    day,
                    audited,
                    "publishing it failed: " + e.getMessage()
                            + "; audit it again; bin/backstory status says what is published");
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

    private void say(AuditDay day, Audited audited, String why) {
        Audited corrected = audited.notPublished(lake, day, why);
        try {
            reports.write(corrected.report(), Pages.report(corrected.report(), corrected.past()));
        } catch (BackstoryException | UncheckedIOException e) {
            System.err.println("dq: the report on " + audited.report().table().folder() + " "
                    + audited.report().dt() + " cannot be written again to say that the day is not published: "
                    + e.getMessage());
        }
    }

    private static PublishRecord record(AuditDay day, AuditReport report, String page) {
        return PublishRecord.of(
                day.run(),
                day.day(),
                new PublishRecord.Passed(Instant.now(), report.rulesHash(), report.verdict(), report.metrics(), page));
    }
}
