@NullMarked
package dev.referent.migrations;

import org.jspecify.annotations.NullMarked;
