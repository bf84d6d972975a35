package dev.backstory.spark.source;

import dev.backstory.core.config.input.Source;
import dev.backstory.spark.source.format.RawSource;
import dev.backstory.spark.source.jdbc.JdbcSource;
import dev.backstory.spark.source.row.RequestedDays;
import dev.backstory.spark.source.row.SourceShape;
import dev.backstory.spark.source.table.QuerySource;
import dev.backstory.spark.source.table.TableSource;
import java.time.ZoneId;
import org.apache.spark.sql.SparkSession;

/** Opens a source by its format. */
final class RawSources {
    private final SparkSession session;
    private final ZoneId zone;

    /** @param session in which times are read as they should be */
    RawSources(SparkSession session, ZoneId zone) {
        this.session = session;
        this.zone = zone;
    }

    RawSource open(SourceShape shape, Source source, RequestedDays days) {
        return switch (source.format()) {
            case JDBC -> new JdbcSource(session, shape, source, days).open();
            case ICEBERG, DELTA, TABLE ->
                new TableSource(ReadingSession.ofTables(session, zone), shape, source, days, zone).open();
            case QUERY -> new QuerySource(ReadingSession.ofTables(session, zone), shape, source, days, zone).open();
            case PARQUET, ORC, JSON, CSV -> RawSource.open(session, shape, source, days);
        };
    }

    /** The first rows, and as little else as can be. */
    RawSource first(SourceShape shape, Source source, int count) {
        return switch (source.format()) {
            case PARQUET, ORC, JSON, CSV -> RawSource.first(session, shape, source, count);
            case JDBC, ICEBERG, DELTA, TABLE, QUERY ->
                open(shape, source, RequestedDays.any()).first(count);
        };
    }
}
