/** What is run on each line of Hibernate that Referent supports. */
@NullMarked
package dev.referent.hibernate.lines;

import org.jspecify.annotations.NullMarked;
