/** {@code backstory init}: a first config from what lies in some folders, and how its sources would be read. */
package dev.backstory.cli.init;
