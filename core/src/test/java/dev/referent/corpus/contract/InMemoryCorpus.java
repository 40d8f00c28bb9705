package dev.referent.corpus.contract;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.NewAudio;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.NewUtterance;
import dev.referent.corpus.Page;
import dev.referent.corpus.Reference;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.port.Records;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A corpus in memory that fulfils the contract, for tests that need no database. It synchronizes on itself. */
public final class InMemoryCorpus implements Corpus {
    private static final ForeignKey AUDIO_KEY = key("audio");
    private static final ForeignKey TRANSCRIPTION_KEY = key("transcription");

    private final AudioTable audios = new AudioTable();
    private final TranscriptionTable transcriptions = new TranscriptionTable();
    private final UtteranceTable utterances = new UtteranceTable();

    private static ForeignKey key(String parent) {
        return new ForeignKey(
                "utterance_" + parent + "_fk",
                "utterance",
                List.of(parent + "_id"),
                parent,
                List.of("id"),
                ReferentialAction.RESTRICT,
                ReferentialAction.NO_ACTION,
                false);
    }

    /** Stores a pair without enforcement. */
    public synchronized void storeOrphan(long utterance, long audio, long transcription) {
        utterances.rows.put(utterance, new NewUtterance(new AudioId(audio), new TranscriptionId(transcription)));
    }

    @Override
    public Audios audios() {
        return audios;
    }

    @Override
    public Transcriptions transcriptions() {
        return transcriptions;
    }

    @Override
    public Utterances utterances() {
        return utterances;
    }

    @Override
    public Removal removal() {
        return this::remove;
    }

    @Override
    public KnownFiles knownFiles() {
        return names -> {
            synchronized (this) {
                List<StoredName> stored =
                        audios.rows.values().stream().map(NewAudio::storedName).toList();
                return names.stream().filter(stored::contains).collect(Collectors.toSet());
            }
        };
    }

    @Override
    public ForeignKeyCheck foreignKeyCheck() {
        return references -> {
            synchronized (this) {
                return references.stream()
                        .filter(reference -> !table(reference).rows.containsKey(reference.id()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
            }
        };
    }

    @Override
    public void close() {}

    private Table<?, ?, ?> table(Reference reference) {
        return switch (reference.kind()) {
            case AUDIO -> audios;
            case TRANSCRIPTION -> transcriptions;
            case UTTERANCE -> utterances;
        };
    }

    private synchronized boolean remove(Reference record) {
        List<ForeignKeyViolation> violations = new ArrayList<>();
        long id = record.id();
        switch (record.kind()) {
            case AUDIO ->
                violations.addAll(
                        stillReferenced(AUDIO_KEY, id, pair -> pair.audio().value() == id));
            case TRANSCRIPTION ->
                violations.addAll(stillReferenced(
                        TRANSCRIPTION_KEY, id, pair -> pair.transcription().value() == id));
            case UTTERANCE -> {
                // no row references an utterance
            }
        }
        throwIfAny(violations);
        return table(record).rows.remove(id) != null;
    }

    private List<ForeignKeyViolation> stillReferenced(ForeignKey key, long id, Predicate<NewUtterance> refers) {
        int rows = (int) utterances.of(refers).total();
        return rows == 0 ? List.of() : List.of(violation(key, Kind.STILL_REFERENCED, id, rows));
    }

    private static ForeignKeyViolation violation(ForeignKey key, Kind kind, long id, int rows) {
        return new ForeignKeyViolation(key, kind, List.of(id), OptionalInt.empty(), Map.of(), rows);
    }

    private static void throwIfAny(List<ForeignKeyViolation> violations) {
        if (!violations.isEmpty()) {
            throw new ForeignKeyViolationException(
                    Explanation.proved(violations), new IllegalStateException("FOREIGN KEY constraint failed"));
        }
    }

    /** Rows by id. Ids are never reused. */
    private abstract class Table<I, N, R> implements Records<I, N, R> {
        final Map<Long, N> rows = new TreeMap<>();
        private long lastId;

        abstract long value(I id);

        abstract R record(long id, N row);

        /** Throws if the row violates a constraint of the table. */
        void check(N row) {}

        @Override
        public final R add(N draft) {
            synchronized (InMemoryCorpus.this) {
                check(draft);
                lastId++;
                rows.put(lastId, draft);
                return record(lastId, draft);
            }
        }

        @Override
        public final Optional<R> find(I id) {
            synchronized (InMemoryCorpus.this) {
                return Optional.ofNullable(rows.get(value(id))).map(row -> record(value(id), row));
            }
        }

        @Override
        public final Listing<R> list(Page page) {
            synchronized (InMemoryCorpus.this) {
                return new Listing<>(
                        all().skip(page.offset()).limit(page.size()).toList(), rows.size());
            }
        }

        final Stream<R> all() {
            return rows.entrySet().stream().map(row -> record(row.getKey(), row.getValue()));
        }
    }

    private final class AudioTable extends Table<AudioId, NewAudio, Audio> implements Audios {
        @Override
        long value(AudioId id) {
            return id.value();
        }

        @Override
        Audio record(long id, NewAudio row) {
            AudioId audio = new AudioId(id);
            return new Audio(audio, row.name(), row.storedName(), row.createdAt(), utterances.of(pair -> pair.audio()
                    .equals(audio)));
        }
    }

    private final class TranscriptionTable extends Table<TranscriptionId, NewTranscription, Transcription>
            implements Transcriptions {
        @Override
        public long textBytes(Page page) {
            return list(page).items().stream()
                    .mapToLong(one -> one.text().getBytes(StandardCharsets.UTF_8).length)
                    .sum();
        }

        @Override
        long value(TranscriptionId id) {
            return id.value();
        }

        @Override
        Transcription record(long id, NewTranscription row) {
            TranscriptionId transcription = new TranscriptionId(id);
            return new Transcription(
                    transcription,
                    row.name(),
                    row.fileName(),
                    row.text(),
                    row.createdAt(),
                    utterances.of(pair -> pair.transcription().equals(transcription)));
        }
    }

    private final class UtteranceTable extends Table<UtteranceId, NewUtterance, Utterance> implements Utterances {
        @Override
        long value(UtteranceId id) {
            return id.value();
        }

        @Override
        Utterance record(long id, NewUtterance row) {
            return new Utterance(
                    new UtteranceId(id),
                    row.audio(),
                    row.transcription(),
                    foreignKeyCheck()
                            .missing(List.of(
                                    row.audio().reference(), row.transcription().reference())));
        }

        @Override
        void check(NewUtterance pair) {
            if (rows.containsValue(pair)) {
                throw new IllegalStateException("UNIQUE constraint failed");
            }
            List<ForeignKeyViolation> violations = new ArrayList<>();
            if (!audios.rows.containsKey(pair.audio().value())) {
                violations.add(
                        violation(AUDIO_KEY, Kind.MISSING_PARENT, pair.audio().value(), 0));
            }
            if (!transcriptions.rows.containsKey(pair.transcription().value())) {
                violations.add(violation(
                        TRANSCRIPTION_KEY,
                        Kind.MISSING_PARENT,
                        pair.transcription().value(),
                        0));
            }
            throwIfAny(violations);
        }

        @Override
        public Optional<Utterance> find(NewUtterance pair) {
            synchronized (InMemoryCorpus.this) {
                return rows.entrySet().stream()
                        .filter(row -> row.getValue().equals(pair))
                        .findFirst()
                        .map(row -> record(row.getKey(), pair));
            }
        }

        @Override
        public Listing<Utterance> using(Reference record, Page page) {
            synchronized (InMemoryCorpus.this) {
                List<Utterance> users =
                        all().filter(pair -> ends(pair).contains(record)).toList();
                return new Listing<>(
                        users.stream().skip(page.offset()).limit(page.size()).toList(), users.size());
            }
        }

        private List<Reference> ends(Utterance pair) {
            return List.of(pair.audio().reference(), pair.transcription().reference());
        }

        Listing<UtteranceId> of(Predicate<NewUtterance> asked) {
            List<UtteranceId> users = rows.entrySet().stream()
                    .filter(row -> asked.test(row.getValue()))
                    .map(row -> new UtteranceId(row.getKey()))
                    .toList();
            return new Listing<>(users.stream().limit(Audio.MAX_IN_UTTERANCES).toList(), users.size());
        }
    }
}
