/** Strict file operations on the lake's storage, local or HDFS, and many of them at once. */
package dev.backstory.lake.files;
