/** The command as a user runs it: a process of its own, real files, real sockets. */
@NullMarked
package dev.referent.app;

import org.jspecify.annotations.NullMarked;
