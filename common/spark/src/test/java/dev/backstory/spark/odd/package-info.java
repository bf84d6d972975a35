/**
 * Odd inputs by the thousand: folders of files in any mix of format, type, compression, name, spelling and damage. Each
 * says what must become of its rows, and {@link dev.backstory.spark.odd.OddInputsTest} holds the step to it.
 */
package dev.backstory.spark.odd;
