package dev.backstory.dq.day;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Runs a query over many days at once, and when it fails, over halves of them, until the days that fail stand alone. */
public final class Bisection {
    private static final int MOST_FAILURES = 40;

    private final Consumer<List<AuditDay>> query;
    private final BiConsumer<AuditDay, Exception> failed;
    private int failures;

    private Bisection(Consumer<List<AuditDay>> query, BiConsumer<AuditDay, Exception> failed) {
        this.query = query;
        this.failed = failed;
    }

    public static void run(
            List<AuditDay> days, Consumer<List<AuditDay>> query, BiConsumer<AuditDay, Exception> failed) {
        if (!days.isEmpty()) {
            new Bisection(query, failed).narrow(days);
        }
    }

    private void narrow(List<AuditDay> days) {
        try {
            query.accept(days);
        } catch (Exception e) {
            failures++;
            if (days.size() == 1 || failures >= MOST_FAILURES) {
                days.forEach(day -> failed.accept(day, e));
                return;
            }
            int middle = days.size() / 2;
            narrow(days.subList(0, middle));
            narrow(days.subList(middle, days.size()));
        }
    }
}
