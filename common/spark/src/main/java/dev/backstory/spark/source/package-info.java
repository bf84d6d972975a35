/** Raw sources, whatever their format, as rows of one shape with the reasons for which they are refused. */
package dev.backstory.spark.source;
