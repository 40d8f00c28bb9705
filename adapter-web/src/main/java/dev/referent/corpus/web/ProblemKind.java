package dev.referent.corpus.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of problems that this server names by a type of their own (RFC 9457, 3.1.1), and what their pages say. */
enum ProblemKind {
    /** A foreign key is violated. */
    FOREIGN_KEY(
            400,
            "Foreign key violated",
            "The record references another one that does not exist. The database rejected it, and nothing is stored."
                    + " The member “violations” lists each foreign key that is violated: its name, the child and the parent"
                    + " table with their columns, and the values.",
            "Create the missing record first, or correct the id, which is the “key” of the violation.",
            "utterance.audio_id = 99999 has no matching audio.id (foreign key utterance_audio_fk)"),
    /** What is stored stands in the way. */
    CONFLICT(
            409,
            "Conflict with what is stored",
            "A recording or a transcription that an utterance uses is not deleted; the member “utterances” has the ids of"
                    + " those in the way. A pair that exists is not stored again; the member “utterance” has its id.",
            "Delete the utterances first, or use the one that exists.",
            "audio 1 is used by utterance 1; delete these first"),
    /** The request breaks a rule. */
    INVALID(
            400,
            "Invalid input",
            "The request breaks a rule of the API, for example a name that is a path, or text that is not UTF-8."
                    + " Nothing is stored.",
            "The detail names what is wrong. The rules are with each call on the page of the API.",
            "the body is empty; send a JSON object"),
    /** The type of the content is not supported. */
    UNSUPPORTED_TYPE(
            415,
            "Unsupported type of content",
            "The body has a type, a charset or an encoding that this call does not read.",
            "Send JSON in UTF-8 as application/json, and files as multipart/form-data.",
            "the content type is malformed; send one as in application/json"),
    /** The content exceeds a limit. */
    TOO_LARGE(
            413,
            "Content too large",
            "The body exceeds the limit of this call. Nothing is stored.",
            "Send less, or start the server with a larger --max-upload.",
            "the body is larger than 200 MiB; send less"),
    /** The disk is full, or a quota is used up. */
    NO_SPACE(
            507,
            "No space left",
            "The disk is full, or the files and the database take as much as --max-total allows. Nothing is stored.",
            "Delete what is not needed, or give the server more space.",
            "the disk is full; nothing is stored"),
    /** The database or the disk cannot be used. */
    UNAVAILABLE(
            503,
            "Unavailable",
            "The database or the disk cannot do its work. Nothing is stored, unless the detail says that this is not known"
                    + " or that a change may be lost.",
            "Try again after the seconds in Retry-After, if the answer has it; otherwise the detail says what is wrong.",
            "the database cannot be read just now; try again later");

    /** Where the pages are. */
    static final String PATH = "/problems/";

    private final int status;
    private final String title;
    private final String meaning;
    private final String remedy;
    private final String example;

    ProblemKind(int status, String title, String meaning, String remedy, String example) {
        this.status = status;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
        this.example = example;
    }

    /** Returns the kind whose page has that name. */
    static Optional<ProblemKind> named(String name) {
        return Stream.of(values())
                .filter(kind -> kind.type().equals(PATH + name))
                .findFirst();
    }

    /** Returns the URL of its page, relative to the server, which is the member {@code type} of its problems. */
    String type() {
        return PATH + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the HTTP status. */
    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** Returns what it means. */
    String meaning() {
        return meaning;
    }

    /** Returns what to do. */
    String remedy() {
        return remedy;
    }

    /** Returns the detail of one such problem. */
    String example() {
        return example;
    }

    /** Returns a problem of this kind. */
    Problem problem(String detail) {
        return new Problem(status, type(), title, detail, Map.of());
    }
}
