package dev.backstory.lake.objects;

/** The end of an object, all of it if it is short. */
public final class LastBytes {
    private final byte[] bytes;
    private final long length;
    private final String tag;

    /**
     * @param length of the whole object
     * @param tag of the object that they are of
     */
    LastBytes(byte[] bytes, long length, String tag) {
        this.bytes = bytes;
        this.length = length;
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean isWhole() {
        return bytes.length == length;
    }

    /** Where in the object they begin. */
    long from() {
        return length - bytes.length;
    }

    /** Of the whole object. */
    long length() {
        return length;
    }

    /** Copies what is at a position of the object, which is one of theirs. */
    int copy(long position, byte[] to, int offset, int most) {
        int count = (int) Math.min(most, length - position);
        System.arraycopy(bytes, (int) (position - from()), to, offset, count);
        return count;
    }
}
