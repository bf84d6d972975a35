package dev.backstory.baselines;

import java.util.List;
import java.util.stream.Stream;

/**
 * What to build, as the benchmark's programs all take it on the command line.
 *
 * @param plan which way
 * @param input the lake's folder; for {@link Plan#COPY} a folder of finished training rows
 * @param out the folder to write, a folder per day in it
 * @param length slots of a history
 * @param days the days to build, in order
 */
record Task(Plan plan, String input, String out, int length, List<Day> days) {
    /**
     * A day to build.
     *
     * @param dt the day, as 2025-08-14
     * @param first the first dt of its window
     * @param cut its beginning, in microseconds since 1970 UTC: actions from then on do not count
     */
    record Day(String dt, String first, long cut) {
        static Day parse(String text) {
            String[] parts = text.split(",", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(
                        "Cannot read the day '" + text + "'; expected DT,FIRST_DT,CUT_MICROS");
            }
            return new Day(parts[0], parts[1], Long.parseLong(parts[2]));
        }
    }

    static Task parse(String... args) {
        if (args.length < 5) {
            throw new IllegalArgumentException("expected: PLAN INPUT OUT LENGTH DT,FIRST_DT,CUT_MICROS...");
        }
        return new Task(
                Plan.of(args[0]),
                args[1],
                args[2],
                Integer.parseInt(args[3]),
                Stream.of(args).skip(4).map(Day::parse).toList());
    }

    String firstDt() {
        return days.stream().map(Day::first).min(String::compareTo).orElseThrow();
    }

    String firstDay() {
        return days.get(0).dt();
    }

    String lastDay() {
        return days.get(days.size() - 1).dt();
    }
}
