package dev.backstory.sample;

import java.time.LocalDate;
import java.util.SplittableRandom;

/** How active each customer is: lognormal over the customers, so that a few do most of it; busier at the weekend. */
final class Activity {
    /** With 1, a tenth of the customers has about four tenths of the actions. */
    private static final double SPREAD = 1.0;

    /** Monday to Sunday, with a mean of 1. */
    private static final double[] WEEKDAYS = {0.98, 0.94, 0.94, 0.96, 0.94, 1.02, 1.22};

    private final SampleOptions options;
    private final double[] factors;

    Activity(SampleOptions options) {
        this.options = options;
        this.factors = new double[options.customers()];
        for (int customer = 1; customer <= factors.length; customer++) {
            SplittableRandom random = RandomStream.ACTIVITY.of(options.seed(), customer, 0);
            factors[customer - 1] = StrictMath.exp(SPREAD * Draws.gaussian(random) - SPREAD * SPREAD / 2);
        }
    }

    boolean isHot(int customer) {
        return customer <= options.hotCustomers();
    }

    int actions(int customer, LocalDate day, SplittableRandom random) {
        if (isHot(customer)) {
            return hotActions(day);
        }
        double weekday = WEEKDAYS[day.getDayOfWeek().getValue() - 1];
        return Draws.poisson(options.actionsPerCustomerDay() * factors[customer - 1] * weekday, random);
    }

    /** A hot customer always sees something, else it would not show in the training rows. */
    int rankings(int customer, SplittableRandom random) {
        int rankings = Draws.poisson(options.rankingsPerCustomerDay() * factors[customer - 1], random);
        return isHot(customer) ? Math.max(1, rankings) : rankings;
    }

    /** Spread evenly over the days, so that they add up to the row. */
    private int hotActions(LocalDate day) {
        long position = day.toEpochDay() - options.firstDay().toEpochDay();
        return (int) (share(position + 1) - share(position));
    }

    private long share(long days) {
        return Math.multiplyExact(options.hotActions(), days) / options.days();
    }
}
