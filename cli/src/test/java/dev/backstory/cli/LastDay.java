package dev.backstory.cli;

import static org.assertj.core.api.Assertions.assertThat;

/** What every lake must give, wherever it lies: a published day that the commands read, and that is the same when rebuilt. */
final class LastDay {
    private LastDay() {}

    /** What a command that must succeed prints. */
    interface Said {
        String by(String command, String... options);
    }

    /** Shows and explains a row of the day, builds the day again without publishing it, and compares. */
    static void isReadAndRebuilt(String dt, Said said) {
        String shown = said.by("show", "--dt", dt);
        assertThat(shown).startsWith("training/dt=" + dt + ", one of ");
        String customer = shown.replaceFirst("(?s).*customer_id +(\\d+).*", "$1");
        assertThat(said.by("explain", "--dt", dt, "--customer", customer)).contains("\n  verdict    EQUAL: ");
        said.by("history", "--dt", dt, "--rebuild", "--run-id", "again");
        assertThat(said.by("diff", "--dt", dt, "--run", "again")).startsWith("training/dt=" + dt + ": the same\n");
    }
}
