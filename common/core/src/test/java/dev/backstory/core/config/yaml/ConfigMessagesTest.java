package dev.backstory.core.config.yaml;

import static dev.backstory.core.config.yaml.ConfigText.problems;
import static dev.backstory.core.config.yaml.ConfigText.problemsOfMinimalWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about single values, word for word. In the tables, what stands before the bar is line 6 of the config. */
final class ConfigMessagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "histroy: {}|unknown key 'histroy'; allowed: name, lake, storage, timezone, sources, ids, types, history,"
                        + " spark, training, vocabulary, dq, calendar, metrics, airflow. Did you mean 'history'?",
                "owner: me|unknown key 'owner'; allowed: name, lake, storage, timezone, sources, ids, types, history,"
                        + " spark, training, vocabulary, dq, calendar, metrics, airflow",
                "ids: {customer-id: text}|ids: unknown key 'customer-id'; allowed: customer_id, item_id. Did you mean"
                        + " 'customer_id'?",
                "history: {lenght: 5}|history: unknown key 'lenght'; allowed: length, lookback, data-from, missing-days,"
                        + " outputs. Did you mean 'length'?",
                "history: {missing_days: warn}|history: unknown key 'missing_days'; allowed: length, lookback,"
                        + " data-from, missing-days, outputs. Did you mean 'missing-days'?",
                "lake: other|lake: duplicate key; first defined on line 2",
                "history: {length: 5, length: 6}|history.length: duplicate key; first defined on line 6",
                "spark: {steps: {histroy: {}}}|spark.steps: unknown key 'histroy'; allowed: actions, impressions,"
                        + " history, dq. Did you mean 'history'?",
                "spark: {conf: {executor.memory: 8g}}|spark.conf: unknown key 'executor.memory'; allowed: settings"
                        + " that start with spark.",
                "spark: {steps: {dq: {memory: 8g}}}|spark.steps.dq: unknown key 'memory'; allowed: settings that"
                        + " start with spark.",
                "training: {columns: {lable: is_order}}|training.columns.lable: unknown column 'lable'; allowed:"
                        + " ranking_id, customer_id, impression_pos, impression_item_id, label, actions,"
                        + " action_types, history_length, newest_action_time. Did you mean 'label'?",
            })
    void unknownAndRepeatedKeys(String line, String message) {
        assertThat(problemsOfMinimalWith(line)).containsExactly("pipeline.yaml:6: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "history: many|history: 'many' is given; allowed: a mapping with length, lookback, data-from, missing-days,"
                        + " outputs",
                "history:|history: nothing is given; allowed: a mapping with length, lookback, data-from, missing-days, outputs",
                "history: {length: many}|history.length: 'many' is not an integer; allowed: an integer from 1 to"
                        + " 100000",
                "history: {length: \"5\"}|history.length: '5' is not an integer; allowed: an integer from 1 to 100000",
                "history: {length: 1.5}|history.length: 1.5 is not an integer; allowed: an integer from 1 to 100000",
                "history: {length: 010}|history.length: 010 is not an integer; allowed: an integer from 1 to 100000",
                "history: {length: [5]}|history.length: a list is given; allowed: an integer from 1 to 100000",
                "history: {length: }|history.length: nothing is given; allowed: an integer from 1 to 100000",
                "history: {outputs: training}|history.outputs: 'training' is given; allowed: a list such as"
                        + " [training, histories]",
                "spark: {conf: [a]}|spark.conf: a list is given; allowed: a mapping such as {spark.executor.memory:"
                        + " 8g}",
                "spark: {conf: {spark.x: }}|spark.conf.spark.x: nothing is given; allowed: a string",
                "spark: {master: 5}|spark.master: 5 is a number; allowed: a string; quote it",
                "spark: {master: true}|spark.master: true is a boolean; allowed: a string; quote it",
                "dq: {actions: {allow-empty: yes}}|dq.actions.allow-empty: 'yes' is not a boolean; allowed: true or"
                        + " false",
                "dq: {actions: {max-rejected-share: 1%}}|dq.actions.max-rejected-share: '1%' is not a number; allowed:"
                        + " a number from 0 to 1",
                "dq: {actions: {rules: {}}}|dq.actions.rules: a mapping is given; allowed: a list such as [{name:"
                        + " known types, expression: \"action_type in (1, 2, 3)\"}]",
            })
    void wrongTypes(String line, String message) {
        assertThat(problemsOfMinimalWith(line)).containsExactly("pipeline.yaml:6: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "history: {length: 0}|history.length: 0 is out of range; allowed: an integer from 1 to 100000",
                "history: {length: 99999999999999999999}|history.length: 99999999999999999999 is out of range;"
                        + " allowed: an integer from 1 to 100000",
                "history: {lookback: 1 year}|history.lookback: '1 year' is not a positive ISO period; allowed: a"
                        + " period such as P1Y, P6M, P2W or P90D",
                "history: {lookback: P0D}|history.lookback: 'P0D' is not a positive ISO period; allowed: a period such as P1Y,"
                        + " P6M, P2W or P90D",
                "history: {lookback: PT24H}|history.lookback: 'PT24H' is not a positive ISO period; allowed: a"
                        + " period such as P1Y, P6M, P2W or P90D",
                "history: {lookback: P101Y}|history.lookback: 'P101Y' is out of range; allowed: periods up to 100 years",
                "history: {missing-days: fial}|history.missing-days: 'fial' is not allowed; allowed: fail, warn. Did"
                        + " you mean 'fail'?",
                "history: {missing-days: WARN}|history.missing-days: 'WARN' is not allowed; allowed: fail, warn. Did"
                        + " you mean 'warn'?",
                "ids: {item_id: uuid}|ids.item_id: 'uuid' is not allowed; allowed: number, text",
                "history: {outputs: []}|history.outputs: the list is empty; allowed: [training], [histories] or"
                        + " [training, histories]",
                "history: {outputs: [histories, histories]}|history.outputs[1]: 'histories' is already in the list; name each table"
                        + " once",
                "history: {outputs: [historys]}|history.outputs[0]: 'historys' is not allowed; allowed: training,"
                        + " histories. Did you mean 'histories'?",
                "timezone: Europe/Berln|timezone: 'Europe/Berln' is not a time zone; allowed: a zone such as UTC or"
                        + " Europe/Berlin. Did you mean 'Europe/Berlin'?",
                "timezone: 2|timezone: 2 is a number; allowed: a zone such as UTC or Europe/Berlin",
                "dq: {actions: {max-rejected-share: 1.5}}|dq.actions.max-rejected-share: 1.5 is out of range; allowed:"
                        + " a number from 0 to 1",
                "training: {columns: {label: is order}}|training.columns.label: 'is order' is not a column name;"
                        + " allowed: letters, digits and _, not starting with a digit",
                "training: {columns: {label: dt}}|training.columns.label: 'dt' is reserved by Backstory; choose another column"
                        + " name",
                "training: {columns: {label: Actions}}|training.columns.label: 'Actions' is the column of both label"
                        + " and actions; map each to its own column",
                "airflow: {schedule: daily}|airflow.schedule: 'daily' is not allowed; allowed: one time of day, every"
                        + " day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)",
                "airflow: {schedule: \"@weekly\"}|airflow.schedule: '@weekly' is not allowed; allowed: one time of day, every"
                        + " day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)",
                "airflow: {schedule: \"0 * * * *\"}|airflow.schedule: '0 * * * *' is not allowed; allowed: one time of day, every"
                        + " day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)",
                "airflow: {schedule: 0 3 * * 1}|airflow.schedule: '0 3 * * 1' is not allowed; allowed: one time of day, every"
                        + " day, such as \"0 3 * * *\", or @daily (a run of the daily DAG is one dt)",
                "airflow: {start-date: \"2026-02-30\"}|airflow.start-date: '2026-02-30' is not a day; allowed: a day such"
                        + " as \"2026-01-01\"",
                "airflow: {retry-delay-minutes: 90}|airflow.max-retry-delay-minutes: 60 is less than"
                        + " retry-delay-minutes, 90; raise it, or lower that",
                "airflow: {alert-warnings: true}|airflow.alert-warnings: there is nobody to tell; add alert-connection or"
                        + " alert-notifier",
                "airflow: {alert-format: teams}|airflow.alert-format: says what a webhook takes, but there is none; add"
                        + " alert-connection",
                "airflow: {alert-format: slack, alert-connection: c}|airflow.alert-format: 'slack' is not allowed; allowed:"
                        + " text or teams",
                "airflow: {alert-arguments: {text: t}}|airflow.alert-arguments: are a notifier's, but there is none; add"
                        + " alert-notifier",
                "airflow: {alert-notifier: a.B, alert-arguments: {token: t}}|airflow.alert-arguments.token: a secret must"
                        + " not be in the file; put it into an Airflow connection and name that",
                "airflow: {alert-notifier: SlackNotifier}|airflow.alert-notifier: 'SlackNotifier' is not allowed; allowed: a"
                        + " class by its full name, such as"
                        + " airflow.providers.slack.notifications.slack_webhook.SlackWebhookNotifier",
                "airflow: {max-active-runs: 1}|airflow.max-active-runs: 1 is out of range; allowed: an integer from 2"
                        + " to 100",
                "airflow: {config: /etc/shop.yaml}|airflow.config: '/etc/shop.yaml' is not allowed; allowed: a relative"
                        + " path of letters, digits, ., - and _, such as pipelines/shop.yaml",
                "airflow: {runner: emr}|airflow.runner: 'emr' is not allowed; allowed: spark-submit, databricks,"
                        + " emr-serverless, dataproc, spark-kubernetes, livy",
                "airflow: {runner: livy}|airflow.runner: needs airflow.platform: where the JARs and this file are, for"
                        + " example platform: {jars: \"s3://shop-lake/jars\", config:"
                        + " \"s3a://shop-lake/conf/pipeline.yaml\"}",
                "airflow: {platform: {jars: /j, config: /c}}|airflow.platform: is for a runner other than spark-submit;"
                        + " name that one as airflow.runner, or remove it",
                "airflow: {runner: livy, platform: {jars: jars, config: /c}}|airflow.platform.jars: 'jars' is not allowed;"
                        + " allowed: a URI such as s3://bucket/folder, or a path that begins with /",
                "airflow: {runner: dataproc, platform: {jars: /j, config: /c, settings: {region: r, regoin: r}}}"
                        + "|airflow.platform.settings: unknown setting 'regoin' of this runner; allowed: region,"
                        + " project_id, runtime_config, environment_config, labels, impersonation_chain,"
                        + " num_retries_if_resource_is_not_ready, polling_interval_seconds. Did you mean 'region'?",
                "airflow: {runner: databricks, platform: {jars: /j, config: /c}}|airflow.platform.settings: this runner"
                        + " needs the setting new_cluster or existing_cluster_id; add it",
                "airflow: {runner: livy, platform: {jars: /j, config: /c, settings: {extra_headers: {X-Auth-Token: a}}}}"
                        + "|airflow.platform.settings: 'extra_headers.X-Auth-Token': a secret must not be in the file; it"
                        + " belongs into the Airflow connection, or where the platform keeps its secrets",
                "airflow: {runner: livy, platform: {jars: /j, config: /c, settings: {queue: \"${ENV:Q}\"}}}"
                        + "|airflow.platform.settings.queue: '${ENV:Q}' refers to the environment; allowed: a plain value;"
                        + " only url and password of a source may",
                "airflow: {customise: tweak}|airflow.customise: 'tweak' is not allowed; allowed: a function of a module,"
                        + " such as package.function",
                "airflow: {retries: -1}|airflow.retries: -1 is out of range; allowed: an integer from 0 to 100",
                "airflow: {pool: \"\"}|airflow.pool: '' is empty; allowed: a non-empty string",
                "spark: {conf: {spark.master: yarn}}|spark.conf.spark.master: the master has its own key; write it"
                        + " as spark: {master: ...}",
                "spark: {steps: {dq: {spark.hadoop.fs.s3a.secret.key: hunter2}}}"
                        + "|spark.steps.dq.spark.hadoop.fs.s3a.secret.key: a secret must not be in the file; give it"
                        + " to Spark in its spark-defaults.conf, or in the environment variable that its client reads",
                "spark: {conf: {spark.x: \"${ENV:X}\"}}|spark.conf.spark.x: '${ENV:X}' refers to the environment;"
                        + " allowed: a plain value; only url and password of a source may",
            })
    void impossibleValues(String line, String message) {
        assertThat(problemsOfMinimalWith(line)).containsExactly("pipeline.yaml:6: " + message);
    }

    @Test
    void severalProblemsComeInTheOrderOfTheFile() {
        assertThat(problems("""
                        name: 1shop
                        timezone: Mars
                        sources:
                          clicks:
                            format: parquett
                            path: raw/clicks
                            colums: {}
                          impressions:
                            format: json
                        history:
                          length: 0
                          length: 10
                        dq:
                          training:
                            rules:
                              - name: a
                                expression: label = 1
                              - name: a
                                constraint: has-completness
                        """))
                .containsExactly(
                        "pipeline.yaml:1: name: '1shop' is not allowed; allowed: a letter, then letters, digits, - and"
                                + " _",
                        "pipeline.yaml:1: the key 'lake' is missing; add it, for example lake: data/lake",
                        "pipeline.yaml:2: timezone: 'Mars' is not a time zone; allowed: a zone such as UTC or"
                                + " Europe/Berlin",
                        "pipeline.yaml:5: sources.clicks.format: 'parquett' is not allowed; allowed: parquet, orc,"
                                + " json, csv, iceberg, delta, table, query, jdbc. Did you mean 'parquet'?",
                        "pipeline.yaml:7: sources.clicks: unknown key 'colums'; allowed: format, path, url, table,"
                                + " user, password, partition, fetch-size, query, inputs, columns, dt, time-format, day-format, constants, without, where,"
                                + " csv, type, layout, first-position, arrival. Did you mean 'columns'?",
                        "pipeline.yaml:8: sources.impressions.path: is missing; a json source needs it, for"
                                + " example path: raw/clicks",
                        "pipeline.yaml:11: history.length: 0 is out of range; allowed: an integer from 1 to 100000",
                        "pipeline.yaml:12: history.length: duplicate key; first defined on line 11",
                        "pipeline.yaml:19: dq.training.rules[1].constraint: 'has-completness' is not a constraint;"
                                + " allowed: is-complete, has-completeness, is-unique, is-non-negative, is-positive,"
                                + " is-contained-in, has-pattern, has-min, has-max, has-mean, has-sum,"
                                + " has-standard-deviation, has-min-length, has-max-length, has-size,"
                                + " has-distinct-values. Did you mean 'has-completeness'?");
    }
}
