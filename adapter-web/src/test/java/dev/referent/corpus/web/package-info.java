/** Tests of the parts of the web module that need no database. */
@NullMarked
package dev.referent.corpus.web;

import org.jspecify.annotations.NullMarked;
