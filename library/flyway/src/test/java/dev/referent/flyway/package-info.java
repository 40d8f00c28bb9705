@NullMarked
package dev.referent.flyway;

import org.jspecify.annotations.NullMarked;
