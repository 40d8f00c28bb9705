package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.storage.CorpusProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AdapterTest {
    @ParameterizedTest
    @EnumSource(Adapter.class)
    void isOnTheClassPath(Adapter adapter) {
        assertThat(CorpusProvider.find(adapter.toString()).name()).isEqualTo(adapter.toString());
    }

    @Test
    void hasToBeNamedWhereThereAreTwo() {
        assertThatThrownBy(CorpusProvider::find)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("several adapters of the corpus are on the class path: [hibernate, mybatis];"
                        + " keep one, or name it");
    }

    @Test
    void isListedWhereTheNameIsUnknown() {
        assertThatThrownBy(() -> CorpusProvider.find("jooq"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no adapter of the corpus on the class path is named jooq;"
                        + " there are: [hibernate, mybatis]");
    }
}
