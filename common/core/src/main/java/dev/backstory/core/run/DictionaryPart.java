package dev.backstory.core.run;

/**
 * A file of a dictionary: texts in the order of their UTF-8 bytes, with numbers that follow each other.
 *
 * @param first the number of its first text
 * @param rows how many texts it has
 * @param bytes its size
 * @param textBytes the size of its texts in UTF-8
 * @param run that met these texts first
 */
public record DictionaryPart(String name, long first, long rows, long bytes, long textBytes, RunId run) {

    /** Whether it is the part of a number. */
    public boolean has(long number) {
        return number >= first && number < first + rows;
    }
}
