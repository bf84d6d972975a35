/** Strict file operations on the lake's storage, local or HDFS. */
package dev.backstory.lake.files;
