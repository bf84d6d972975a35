package dev.backstory.dq.engine;

import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;

/**
 * What fails together when it cannot run: all built-in checks, or one rule of the user's.
 *
 * @param figures further aggregates of the same scan, by name
 */
public record CheckGroup(Set<ScanShareableAnalyzer<?, ?>> analyzers, Map<String, Column> figures) {

    public static CheckGroup of(List<Expectation> expectations, Map<String, Column> figures) {
        Set<ScanShareableAnalyzer<?, ?>> analyzers = new LinkedHashSet<>();
        for (Expectation expectation : expectations) {
            analyzers.add(expectation.analyzer());
        }
        return new CheckGroup(analyzers, figures);
    }
}
