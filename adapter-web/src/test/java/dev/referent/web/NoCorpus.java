package dev.referent.web;

import dev.referent.core.corpus.Audios;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.core.corpus.Listing;
import dev.referent.core.corpus.Transcriptions;
import dev.referent.core.corpus.Utterances;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ports of a corpus that knows no file, and that fails at whatever else it is asked. */
final class NoCorpus {

    private NoCorpus() {}

    static CorpusPorts ports() {
        return ports(() -> {
            throw new UnsupportedOperationException("/secret/path");
        });
    }

    /** Returns ports that do that when they are asked for records, and find none. */
    static CorpusPorts ports(Runnable asked) {
        return new CorpusPorts(
                asked(Audios.class, asked),
                asked(Transcriptions.class, asked),
                asked(Utterances.class, asked),
                record -> false,
                names -> Set.of(),
                references -> Set.of());
    }

    private static <T> T asked(Class<T> port, Runnable asked) {
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (p, method, arguments) -> {
                    asked.run();
                    return method.getName().equals("list") ? new Listing<>(List.of(), 0) : Optional.empty();
                }));
    }
}
