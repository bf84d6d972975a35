/** Vocabularies: the items that models know, each with an index. */
@NullMarked
package dev.backstory.history.vocabulary;

import org.jspecify.annotations.NullMarked;
