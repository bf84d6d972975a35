package dev.backstory.core.run;

import java.io.Serializable;

/**
 * One Parquet file of a pack. Each file of a pack has its own customers, in the order of the hashes.
 *
 * @param name file name within the pack's folder
 * @param rows rows in it: a customer has one, or several
 * @param actions actions in the rows
 * @param bytes its size
 * @param firstHash the least customer_hash in it
 * @param lastHash the greatest one
 */
public record PackFile(String name, long rows, long actions, long bytes, int firstHash, int lastHash)
        implements Serializable {}
