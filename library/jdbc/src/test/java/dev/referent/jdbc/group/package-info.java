@NullMarked
package dev.referent.jdbc.group;

import org.jspecify.annotations.NullMarked;
