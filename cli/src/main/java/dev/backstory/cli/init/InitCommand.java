package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.command.Failures;
import dev.backstory.command.Interrupt;
import dev.backstory.core.failure.UsageException;
import dev.backstory.spark.session.Sessions;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        header = "Propose a config for the raw events in some folders.",
        description =
                "Looks at the files, finds which source is what, and writes a config with the mapping it believes and its"
                        + " doubts as comments. Shows three rows of each source as they would be read, and says how many of"
                        + " the first 1,000 would be kept and why others would not. Never overwrites a file.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bin/backstory init --from raw",
            "  bin/backstory init --from raw/events raw/shown --timezone Europe/Berlin --lake data/lake",
            "  bin/backstory init --from jdbc:postgresql://db/shop --user reader --password-env SHOP_DB_PASSWORD \\",
            "    --tables clicks,orders,shown"
        })
public final class InitCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Folders or files of raw events (csv, JSON lines, parquet, orc; tables of Iceberg and Delta by their"
                            + " folders), local or URIs; or the URL of a database, jdbc:….")
    private List<String> from = List.of();

    @Option(
            names = "--tables",
            paramLabel = "TABLE",
            split = ",",
            arity = "1..*",
            description =
                    "Tables of the database; by default all of it. Without a database: tables of Spark's catalogs.")
    private List<String> tables = List.of();

    @Option(names = "--user", paramLabel = "NAME", description = "The user of the database.")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "The environment variable with the user's password.")
    private @Nullable String passwordVariable;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark, such as those that name a catalog; it is in the config then.")
    private final Map<String, String> conf = new LinkedHashMap<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "pipeline.yaml",
            description = "The file to write, ./pipeline.yaml by default.")
    private Path config = Path.of("pipeline.yaml");

    @Option(
            names = "--lake",
            paramLabel = "PATH",
            description = "Where the tables will be; data/lake beside the config by default.")
    private @Nullable String lake;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the pipeline is called; by default as the config's folder is.")
    private @Nullable String name;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "The shop's zone, in which its days begin, such as Europe/Berlin.")
    private @Nullable String timezone;

    @Override
    public Integer call() {
        return Failures.report("init", () -> {
            InitRequest request = new InitRequest(
                    from, config, lake, name, zone(), new GivenTables(tables, user, passwordVariable, conf));
            if (from.isEmpty() && tables.isEmpty()) {
                throw new UsageException("What is to be looked at? Give --from PATH, --from jdbc:…, or --tables TABLE");
            }
            request.checkNothingThere();
            Interrupt.leaves("init", request::left);
            try (SparkSession spark = Sessions.openLocal("init", conf)) {
                return new Init(request, spark, Console.standard()).run();
            }
        });
    }

    private @Nullable ZoneId zone() {
        try {
            return timezone == null ? null : ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw new UsageException(
                    "Cannot use --timezone '" + timezone + "' because it is not a zone; write it as Europe/Berlin", e);
        }
    }
}
