package dev.backstory.core.contract;

/** The order of customers in every file: by hash ({@link CustomerHash}, as a signed int), then by id. */
public final class CustomerOrder {
    private CustomerOrder() {}

    public static int compare(long customer, long other) {
        return compare(CustomerHash.of(customer), customer, CustomerHash.of(other), other);
    }

    /** For rows that carry their customer's hash. */
    public static int compare(int hash, long customer, int otherHash, long other) {
        return hash != otherHash ? Integer.compare(hash, otherHash) : Long.compare(customer, other);
    }

    public static boolean isBefore(int hash, long customer, int otherHash, long other) {
        return hash < otherHash || (hash == otherHash && customer < other);
    }
}
