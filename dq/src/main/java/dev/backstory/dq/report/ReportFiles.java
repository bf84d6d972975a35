package dev.backstory.dq.report;

import dev.backstory.core.run.RunJson;
import dev.backstory.lake.store.Lake;
import org.apache.hadoop.fs.Path;

/** Where reports lie: {@code <lake>/_reports/<table>/dt=<day>/run=<id>.json} and {@code .html}, with the name
 * {@link dev.backstory.core.contract.Table#audit} for the table. */
public final class ReportFiles {
    private final Lake lake;

    public ReportFiles(Lake lake) {
        this.lake = lake;
    }

    /**
     * Writes both files, each whole, under names that only this run's audit has: audits side by side do not meet. A
     * repeated audit of the very same run replaces its report. Gives the page's path under the lake's root.
     */
    public String write(AuditReport report, String page) {
        Path folder = new Path(lake.reports(report.table()), Lake.DAY_PREFIX + report.dt());
        String name = "run=" + report.subject().run();
        lake.files().makeFolder(folder);
        lake.files().writeWhole(new Path(folder, name + ".json"), RunJson.write(report));
        lake.files().writeWhole(new Path(folder, name + ".html"), page);
        return lake.reports().getName() + "/" + report.table().folder() + "/" + Lake.DAY_PREFIX + report.dt() + "/"
                + name + ".html";
    }
}
