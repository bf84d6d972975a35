package dev.backstory.dq.page;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunJson;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.TableLock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** {@code _reports/index.html}: what the lake holds of every day, and the way to each report. */
public final class LakeIndex {
    /** Lies beside the tables' folders; a file for each audit that failed a day. */
    private static final String FAILED = "_failed";

    private final Lake lake;
    private final PipelineConfig config;

    public LakeIndex(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    /** Takes note that a day failed, or that the same run passes now. */
    public void note(AuditReport report) {
        Path file = new Path(
                failed(),
                report.table().folder() + ".dt=" + report.dt() + ".run="
                        + report.subject().run() + ".json");
        if (report.verdict().publishes()) {
            lake.files().delete(file);
            return;
        }
        List<String> checks = report.findings().stream()
                .filter(finding -> !finding.verdict().publishes())
                .map(Finding::check)
                .toList();
        lake.files().makeFolder(failed());
        lake.files()
                .writeWhole(
                        file,
                        RunJson.write(new FailedAudit(
                                report.table(), report.dt(), report.subject().run(), checks)));
    }

    /**
     * Writes the whole page. One at a time: of audits side by side, the one that writes last has read last, so it
     * knows what the others did.
     */
    public void rebuild() {
        lake.files().makeFolder(lake.reports());
        try (TableLock lock = TableLock.acquire(lake.files(), new Path(lake.reports(), "._index.lock"))) {
            IndexView view = IndexView.of(
                    config.name(),
                    config.timezone().getId(),
                    Instant.now(),
                    LakeState.read(lake, config),
                    failedAudits());
            lake.files().writeWhole(new Path(lake.reports(), "index.html"), Pages.render("index.jte", view));
        }
    }

    private List<FailedAudit> failedAudits() {
        List<FailedAudit> audits = new ArrayList<>();
        for (FileStatus file : lake.files().list(failed())) {
            if (file.getPath().getName().endsWith(".json")
                    && !file.getPath().getName().startsWith(".")) {
                lake.files()
                        .read(file.getPath())
                        .ifPresent(text -> audits.add(RunJson.read(
                                text, FailedAudit.class, file.getPath().toString())));
            }
        }
        return audits;
    }

    private Path failed() {
        return new Path(lake.reports(), FAILED);
    }
}
