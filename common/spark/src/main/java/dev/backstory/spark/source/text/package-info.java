/**
 * Files of text, whatever their compression: the door through which csv and json come. Knows bytes, and nothing of rows.
 */
package dev.backstory.spark.source.text;
