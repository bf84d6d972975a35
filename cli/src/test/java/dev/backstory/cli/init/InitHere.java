package dev.backstory.cli.init;

import dev.backstory.command.Console;
import dev.backstory.testsupport.SparkForTests;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code backstory init} in the tests' own process and Spark session. */
public final class InitHere {
    private InitHere() {}

    /** @param said what it prints */
    public record Result(int exit, String said) {}

    public static Result run(Path from, Path config, @Nullable Path lake) {
        return run(from, config, lake, null);
    }

    static Result run(Path from, Path config, @Nullable Path lake, @Nullable ZoneId zone) {
        return run(
                new InitRequest(List.of(from.toString()), config, lake == null ? null : lake.toString(), null, zone));
    }

    static Result run(InitRequest request) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        request.checkNothingThere();
        int exit = new Init(
                        request,
                        SparkForTests.session(),
                        new Console(new PrintStream(said, true, StandardCharsets.UTF_8)))
                .run();
        return new Result(exit, said.toString(StandardCharsets.UTF_8));
    }
}
