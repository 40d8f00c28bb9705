/** The core's use cases over HTTP: parse, call one use case, map its outcome once. */
@NullMarked
package dev.referent.corpus.web;

import org.jspecify.annotations.NullMarked;
