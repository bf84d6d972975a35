package dev.backstory.cli.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstory.core.calendar.DayRange;

/** The two DAGs that {@code backstory dags} writes for a pipeline. */
enum GeneratedDag {
    /** Each run builds one day. */
    DAILY("_daily"),
    /** Each run builds a range of days, in one pass. */
    BACKFILL("_backfill");

    private final String suffix;

    GeneratedDag(String suffix) {
        this.suffix = suffix;
    }

    /** Its id in Airflow. */
    String id(String pipeline) {
        return pipeline + suffix;
    }

    /** The parameters that a run is triggered with. */
    ObjectNode params(DayRange range, boolean rebuild) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        if (this == DAILY) {
            params.put("dt", range.from().toString());
        } else {
            params.put("from", range.from().toString()).put("to", range.to().toString());
        }
        return params.put("rebuild", rebuild);
    }
}
