package dev.referent.corpus.contract;

import dev.referent.corpus.port.Corpus;

final class InMemoryCorpusTest implements CorpusContract {
    private final InMemoryCorpus corpus = new InMemoryCorpus();

    @Override
    public Corpus corpus() {
        return corpus;
    }

    @Override
    public void storeOrphan(long utterance, long audio, long transcription) {
        corpus.storeOrphan(utterance, audio, transcription);
    }
}
