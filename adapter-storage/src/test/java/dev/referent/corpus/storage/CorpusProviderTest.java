package dev.referent.corpus.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class CorpusProviderTest {
    @Test
    void saysWhatToAddWhereNoAdapterIsOnTheClassPath() {
        assertThatThrownBy(CorpusProvider::find)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no adapter of the corpus is on the class path; add referent-corpus-hibernate or"
                        + " referent-corpus-mybatis");
    }
}
