package dev.backstory.airflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One task: a Spark job of the product.
 *
 * @param job actions, impressions, history, dq or pack
 * @param step the step it belongs to: actions, impressions or history
 * @param audits for an audit, the task whose staged result it judges
 * @param conf Spark settings for spark-submit
 * @param asset what a success announces, as {@code pipeline/table}; of several tables the first
 * @param reports for an audit, the folder of its reports where that has another name than the step
 */
record TaskPlan(
        String id,
        String job,
        String step,
        List<String> waitsFor,
        Optional<String> audits,
        SortedMap<String, String> conf,
        Optional<String> asset,
        Optional<String> reports,
        String doc) {

    TaskPlan {
        waitsFor = List.copyOf(waitsFor);
        conf = new TreeMap<>(Map.copyOf(conf));
    }
}
