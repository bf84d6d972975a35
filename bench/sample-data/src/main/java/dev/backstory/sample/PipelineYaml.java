package dev.backstory.sample;

import java.util.Locale;

/** The config that lies beside the sources, ready to run. */
final class PipelineYaml {
    /** The audit's own default; more bad rows than it allows need a config that allows them. */
    private static final double DEFAULT_REJECTED_SHARE = 0.01;

    private PipelineYaml() {}

    static String of(SampleOptions options) {
        return """
                # Sample data of seed %d: %d customers, actions from %s to %s, impressions from %s on.
                #
                #   bin/backstory run --config <this file> --from %s --to %s
                name: sample
                lake: lake
                timezone: %s

                sources:
                  clicks: {format: %s, path: clicks}
                  carts: {format: %s, path: carts}
                  # The day of an order is in the folder's name, as for the others, not in a column order_date.
                  orders: {format: %s, path: orders, columns: {dt: dt}}
                  impressions: {format: %s, path: impressions}

                dq:
                  actions: {allow-empty: true%s}
                  # The days before %s have no impressions, on purpose.
                  impressions: {allow-empty: true%s}
                  training: {allow-empty: true}
                  histories: {allow-empty: true}
                """.formatted(
                        options.seed(),
                        options.customers(),
                        options.firstDay(),
                        options.lastDay(),
                        options.firstImpressionDay(),
                        options.firstDay(),
                        options.lastDay(),
                        options.zone(),
                        options.format(SampleSource.CLICKS),
                        options.format(SampleSource.CARTS),
                        options.format(SampleSource.ORDERS),
                        options.format(SampleSource.IMPRESSIONS),
                        rejectedShare(options),
                        options.firstImpressionDay(),
                        rejectedShare(options));
    }

    /** Twice the share asked for: on a small day chance alone may bring that much. */
    private static String rejectedShare(SampleOptions options) {
        double allowed = Math.min(1, 2 * options.badShare());
        return allowed <= DEFAULT_REJECTED_SHARE ? "" : String.format(Locale.ROOT, ", max-rejected-share: %s", allowed);
    }
}
