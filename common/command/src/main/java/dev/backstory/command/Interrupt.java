package dev.backstory.command;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C: a command that writes says what is left how, in one line, before its process ends with exit code 130.
 *
 * <p>The JDK's way to hear a signal is {@code sun.misc.Signal}, which it exports and which javac warns of without a way
 * to say that it is meant: it is called by its name. A JDK without it ends the process without the line.
 */
public final class Interrupt {
    private static volatile @Nullable Supplier<String> line;

    private Interrupt() {}

    /**
     * From here on an interrupt is answered so; a command says it again when there is more to say.
     *
     * @param left what is left how, and how to go on, such as {@code nothing was written; start it again}; asked when it
     *     happens
     */
    public static void leaves(String command, Supplier<String> left) {
        boolean first = line == null;
        line = () -> command + ": stopped; " + left.get();
        if (first) {
            listen();
        }
    }

    /** The line for an interrupt that came now; empty where there is nothing to say. */
    public static String line() {
        Supplier<String> now = line;
        try {
            return now == null ? "" : now.get();
        } catch (RuntimeException e) {
            return "stopped; what is published is whole; bin/backstory status says what that is";
        }
    }

    private static void listen() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object[] before = new Object[1];
            Object said = Proxy.newProxyInstance(
                    Interrupt.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            say();
                            // Not the end of it: the process goes on to end as after any interrupt.
                            yield method.invoke(before[0], arguments);
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "Interrupt";
                    });
            before[0] = signal.getMethod("handle", signal, handler).invoke(null, interrupt, said);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // The process ends all the same, without the line.
        }
    }

    private static void say() {
        Failures.stopped();
        StatusLine.standard().clear();
        String now = line();
        if (!now.isEmpty()) {
            System.err.println(Printable.of(now));
            System.err.flush();
        }
    }
}
