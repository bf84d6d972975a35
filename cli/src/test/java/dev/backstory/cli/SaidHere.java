package dev.backstory.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** What a command says to a terminal, standard output and standard error together, run in the tests' own process. */
record SaidHere(int exit, String text) {
    /** Only for tests that nothing runs beside: the streams are the process's own. */
    static SaidHere by(IntSupplier command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(terminal);
        System.setErr(terminal);
        try {
            int exit = command.getAsInt();
            terminal.flush();
            return new SaidHere(exit, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
