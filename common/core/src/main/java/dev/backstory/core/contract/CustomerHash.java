package dev.backstory.core.contract;

/**
 * The order of every file: a fixed 32-bit mix of the customer id, compared as a signed int.
 *
 * <p>It is MurmurHash3 x86_32 (Austin Appleby, public domain) over the id's eight little-endian bytes with seed 42,
 * which is what Spark SQL's {@code hash(customer_id)} gives for a bigint; so a query can compute it too.
 */
public final class CustomerHash {
    private static final int SEED = 42;
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private CustomerHash() {}

    public static int of(long customerId) {
        int low = mixBlock(SEED, (int) customerId);
        int high = mixBlock(low, (int) (customerId >>> 32));
        return finish(high ^ Long.BYTES);
    }

    private static int mixBlock(int hash, int block) {
        int mixed = Integer.rotateLeft(block * C1, 15) * C2;
        return Integer.rotateLeft(hash ^ mixed, 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash) {
        int h = hash ^ (hash >>> 16);
        h *= 0x85ebca6b;
        h ^= h >>> 13;
        h *= 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
