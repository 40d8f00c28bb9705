/** The command as a user runs it: a process of its own, real files, real sockets. */
@NullMarked
package dev.referent.corpus.app;

import org.jspecify.annotations.NullMarked;
