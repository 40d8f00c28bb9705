/** The entities of the guide's example. */
package dev.referent.docs.library;
