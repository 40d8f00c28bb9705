/**
 * What the server must answer over HTTP, as interfaces of default tests: all of it runs once, on a corpus in memory. What an
 * answer owes to the database runs on every adapter and engine, too, in the tests of the app.
 */
@NullMarked
package dev.referent.corpus.web.http;

import org.jspecify.annotations.NullMarked;
