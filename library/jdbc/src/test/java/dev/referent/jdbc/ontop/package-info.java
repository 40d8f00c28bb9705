/** What libraries that stand on a DataSource make of a refusal; real libraries, real files. */
@NullMarked
package dev.referent.jdbc.ontop;

import org.jspecify.annotations.NullMarked;
