package dev.backstory.lake.objects;

/** The beginning of an object, all of it if it is short. */
public final class FirstBytes {
    private final byte[] bytes;
    private final long length;

    /** @param length of the whole object */
    FirstBytes(byte[] bytes, long length) {
        this.bytes = bytes;
        this.length = length;
    }

    public byte[] bytes() {
        return bytes;
    }

    public boolean isWhole() {
        return bytes.length == length;
    }
}
