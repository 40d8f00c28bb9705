/** What an application has set up by the driver survives. */
@NullMarked
package dev.referent.jdbc.driver;

import org.jspecify.annotations.NullMarked;
