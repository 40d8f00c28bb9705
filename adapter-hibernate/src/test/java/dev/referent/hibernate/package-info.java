@NullMarked
package dev.referent.hibernate;

import org.jspecify.annotations.NullMarked;
