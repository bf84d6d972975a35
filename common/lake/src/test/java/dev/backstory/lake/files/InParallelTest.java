package dev.backstory.lake.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InParallelTest {
    @Test
    void resultsAreInTheOrderOfTheItemsWhoeverEndsFirst() {
        CountDownLatch second = new CountDownLatch(1);

        assertThat(InParallel.map(List.of(1, 2), item -> {
                    if (item == 1) {
                        await(second);
                    }
                    second.countDown();
                    return "item " + item;
                }))
                .containsExactly("item 1", "item 2");
    }

    @Test
    void theFirstItemsFailureIsThrownWhenAllAreDone() {
        AtomicReference<String> last = new AtomicReference<>("not done");

        assertThatThrownBy(() -> InParallel.map(List.of(1, 2, 3), item -> {
                    if (item < 3) {
                        throw new IllegalArgumentException("item " + item);
                    }
                    last.set(isInterruptedWithin300Milliseconds() ? "interrupted" : "done");
                    return "";
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("item 1");
        assertThat(last).hasValue("done");
    }

    private static boolean isInterruptedWithin300Milliseconds() {
        try {
            return new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
