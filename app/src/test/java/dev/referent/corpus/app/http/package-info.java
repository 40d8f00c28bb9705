/**
 * What the server must answer over HTTP whatever adapter stands behind it, as interfaces of default tests: the test of an
 * adapter implements {@link dev.referent.corpus.app.http.HttpContract} over a running server and adds nothing else.
 */
@NullMarked
package dev.referent.corpus.app.http;

import org.jspecify.annotations.NullMarked;
