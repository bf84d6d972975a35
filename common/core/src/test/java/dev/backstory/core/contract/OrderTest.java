package dev.backstory.core.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The two orders of every file, against comparators that are put together from their rules. */
class OrderTest {
    private record Customer(int hash, long id) {}

    private record Action(long time, int type, long item) {}

    @Test
    void customersComeByHashThenId() {
        Random random = new Random(1);
        List<Customer> customers = Stream.generate(() -> new Customer(random.nextInt(5) - 2, random.nextInt(5) - 2))
                .limit(300)
                .toList();

        Comparator<Customer> rule = Comparator.comparingInt(Customer::hash).thenComparingLong(Customer::id);
        for (Customer left : customers) {
            for (Customer right : customers) {
                int expected = rule.compare(left, right);
                assertThat(CustomerOrder.compare(left.hash, left.id, right.hash, right.id))
                        .isEqualTo(expected);
                assertThat(CustomerOrder.isBefore(left.hash, left.id, right.hash, right.id))
                        .isEqualTo(expected < 0);
            }
        }
    }

    @Test
    void hashesAreSignedAndComeBeforeIds() {
        assertThat(CustomerHash.of(1_000_000)).isNegative();
        assertThat(CustomerHash.of(42)).isPositive();
        assertThat(CustomerOrder.compare(1_000_000, 42)).isNegative();
        assertThat(CustomerOrder.compare(42, 1_000_000)).isPositive();
        assertThat(CustomerOrder.compare(42, 42)).isZero();
    }

    @Test
    void actionsComeNewestFirst() {
        Random random = new Random(2);
        List<Action> actions = Stream.generate(
                        () -> new Action(random.nextInt(3) - 1, 1 + random.nextInt(3), random.nextInt(3)))
                .limit(200)
                .toList();

        Comparator<Action> rule = Comparator.comparingLong(Action::time)
                .thenComparingInt(Action::type)
                .thenComparingLong(Action::item)
                .reversed();
        for (Action left : actions) {
            for (Action right : actions) {
                assertThat(ActionOrder.compare(left.time, left.type, left.item, right.time, right.type, right.item))
                        .isEqualTo(rule.compare(left, right));
            }
        }
    }
}
