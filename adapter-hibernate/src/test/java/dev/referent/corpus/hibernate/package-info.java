@NullMarked
package dev.referent.corpus.hibernate;

import org.jspecify.annotations.NullMarked;
