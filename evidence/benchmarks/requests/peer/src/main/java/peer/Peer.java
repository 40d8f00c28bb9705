package peer;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Pairs recordings with transcriptions, as most people would write it with Spring Data JPA. */
@SpringBootApplication
public class Peer {
    public static void main(String[] arguments) {
        SpringApplication.run(Peer.class, arguments);
    }
}

@Entity
class Audio {
    @Id
    Long id;

    String name;

    public Long getId() {
        return id;
    }
}

@Entity
class Transcription {
    @Id
    Long id;

    String text;

    public Long getId() {
        return id;
    }
}

@Entity
class Utterance {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Audio audio;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Transcription transcription;
}

interface Audios extends JpaRepository<Audio, Long> {}

interface Transcriptions extends JpaRepository<Transcription, Long> {}

interface Utterances extends JpaRepository<Utterance, Long> {
    List<Utterance> findAllBy(Pageable page);
}

record Pair(long audioId, long transcriptionId) {}

record Stored(long id, long audio, long transcription) {
    static Stored of(Utterance utterance) {
        return new Stored(utterance.id, utterance.audio.getId(), utterance.transcription.getId());
    }
}

@RestController
class Api {
    private final Audios audios;
    private final Transcriptions transcriptions;
    private final Utterances utterances;

    Api(Audios audios, Transcriptions transcriptions, Utterances utterances) {
        this.audios = audios;
        this.transcriptions = transcriptions;
        this.utterances = utterances;
    }

    @PostMapping("/utterance")
    @ResponseStatus(HttpStatus.CREATED)
    Stored add(@RequestBody Pair pair) {
        Utterance utterance = new Utterance();
        utterance.audio = audios.getReferenceById(pair.audioId());
        utterance.transcription = transcriptions.getReferenceById(pair.transcriptionId());
        return Stored.of(utterances.saveAndFlush(utterance));
    }

    @GetMapping("/utterance")
    @Transactional(readOnly = true)
    List<Stored> list(@RequestParam int limit) {
        return utterances.findAllBy(PageRequest.of(0, limit, Sort.by("id"))).stream()
                .map(Stored::of)
                .toList();
    }

    @ExceptionHandler(DataAccessException.class)
    @ResponseStatus(HttpStatus.CONFLICT)
    Map<String, String> rejected(DataAccessException failure) {
        return Map.of("error", String.valueOf(failure.getMessage()));
    }
}
