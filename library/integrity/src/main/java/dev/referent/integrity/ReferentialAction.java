package dev.referent.integrity;

/** What happens to the child rows when their parent row is deleted or its key updated (SQL:2016, 4.18.3.3). */
public enum ReferentialAction {
    /** The change fails at the end of the statement, or at commit if the key is deferred. */
    NO_ACTION,
    /** The change fails at once. */
    RESTRICT,
    /** The child rows follow: they are deleted, or take the new key. */
    CASCADE,
    /** The referencing columns become null. */
    SET_NULL,
    /** The referencing columns take their default. */
    SET_DEFAULT
}
