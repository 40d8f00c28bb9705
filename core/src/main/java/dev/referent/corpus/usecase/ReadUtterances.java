package dev.referent.corpus.usecase;

import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.Utterances;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads utterances and finds the orphan rows among them. */
public final class ReadUtterances {
    private final Utterances utterances;
    private final ForeignKeyCheck check;

    /**
     * Creates the use case.
     *
     * @param utterances stores the utterances
     * @param check finds the references that have no parent row
     */
    public ReadUtterances(Utterances utterances, ForeignKeyCheck check) {
        this.utterances = utterances;
        this.check = check;
    }

    /**
     * Returns the utterance with an id, if there is one.
     *
     * @param id any id
     */
    public Optional<StoredUtterance> find(UtteranceId id) {
        return utterances.find(id).map(found -> withMissing(List.of(found)).get(0));
    }

    /**
     * Returns one page of all utterances, in id order, and their total.
     *
     * @param page the page
     */
    public Listing<StoredUtterance> list(Page page) {
        return withMissing(utterances.list(page));
    }

    /**
     * Returns one page of the utterances that use a record, in id order, and their total.
     *
     * @param record a recording or a transcription, which may or may not exist
     * @param page the page
     */
    public Listing<StoredUtterance> using(Reference record, Page page) {
        return withMissing(utterances.using(record, page));
    }

    private Listing<StoredUtterance> withMissing(Listing<Utterance> listing) {
        return new Listing<>(withMissing(listing.items()), listing.total());
    }

    private List<StoredUtterance> withMissing(List<Utterance> read) {
        Set<Reference> missing =
                check.missing(read.stream().flatMap(ReadUtterances::ends).toList());
        return read.stream()
                .map(utterance -> new StoredUtterance(
                        utterance, ends(utterance).filter(missing::contains).collect(Collectors.toSet())))
                .toList();
    }

    private static Stream<Reference> ends(Utterance utterance) {
        return Stream.of(
                utterance.audio().reference(), utterance.transcription().reference());
    }
}
