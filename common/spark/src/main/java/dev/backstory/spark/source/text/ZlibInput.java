package dev.backstory.spark.source.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Streams of zlib, one after the other, as Hadoop writes them. Java's own reader ends after the first. */
final class ZlibInput extends InputStream {
    private final InputStream in;
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private boolean ended;

    ZlibInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        try {
            while (true) {
                int given = inflater.inflate(bytes, offset, length);
                if (given > 0) {
                    return given;
                }
                if (inflater.finished()) {
                    if (!next()) {
                        ended = true;
                        return -1;
                    }
                } else if (inflater.needsDictionary()) {
                    throw new IOException("it needs a dictionary");
                } else if (!fill()) {
                    throw new EOFException("the end is missing");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage() == null ? "damaged" : e.getMessage(), e);
        }
    }

    private boolean next() throws IOException {
        int left = inflater.getRemaining();
        if (left == 0) {
            inflater.reset();
            return fill();
        }
        inflater.reset();
        inflater.setInput(buffer, filled - left, left);
        return true;
    }

    private boolean fill() throws IOException {
        filled = in.read(buffer);
        if (filled <= 0) {
            return false;
        }
        inflater.setInput(buffer, 0, filled);
        return true;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
