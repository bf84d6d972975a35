/** Raw sources, whatever their format, as rows of one shape with the reasons for which they are rejected. */
package dev.backstory.spark.source;
