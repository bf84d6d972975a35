package dev.backstory.observe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DeliveriesTest {
    private final List<String> problems = new ArrayList<>();

    private Deliveries deliveries(Duration patience) {
        return new Deliveries("lineage", "http://catalog", patience, problems::add);
    }

    @Test
    void sendsInOrderBeforeItCloses() {
        List<Integer> sent = new ArrayList<>();
        try (Deliveries deliveries = deliveries(Deliveries.PATIENCE)) {
            for (int i = 0; i < 100; i++) {
                int number = i;
                deliveries.add(() -> sent.add(number));
            }
        }

        assertThat(sent).hasSize(100).isSorted();
        assertThat(problems).isEmpty();
    }

    @Test
    void whatFailsIsOneLine() {
        try (Deliveries deliveries = deliveries(Deliveries.PATIENCE)) {
            deliveries.add(() -> {
                throw new IllegalStateException("wrapped", new ConnectException("Connection refused"));
            });
            deliveries.add(() -> {});
            deliveries.add(() -> {
                throw new IllegalStateException("another");
            });
        }

        assertThat(problems)
                .containsExactly("lineage: 2 of 3 messages did not reach http://catalog (Connection refused);"
                        + " no day is affected");
    }

    @Test
    @Timeout(20)
    void whoeverDoesNotAnswerIsNotWaitedFor() {
        CountDownLatch never = new CountDownLatch(1);
        try (Deliveries deliveries = deliveries(Duration.ofMillis(50))) {
            deliveries.add(never::await);
            deliveries.add(() -> {});
        }

        assertThat(problems)
                .containsExactly("lineage: 2 of 2 messages did not reach http://catalog (no answer within 0.05 s);"
                        + " no day is affected");
    }

    @Test
    void nothingToSendIsNothingToWaitFor() {
        deliveries(Deliveries.PATIENCE).close();

        assertThat(problems).isEmpty();
    }
}
