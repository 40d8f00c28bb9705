package dev.referent.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL's DETAIL, in the languages of PostgreSQL 15. */
final class KeyTextTest {
    private static final List<String> COLUMNS = List.of("a");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Key (a)=(x) y) is not present in table \"t\".",
                "Schlüssel (a)=(x) y) ist nicht in Tabelle »t« vorhanden.",
                "La llave (a)=(x) y) no está presente en la tabla «t».",
                "La clé (a)=(x) y) n'est pas présente dans la table « t ».",
                "テーブル\"t\"にキー(a)=(x) y)がありません",
                "(a)=(x) y) 키가 \"t\" 테이블에 없습니다.",
                "Ключ (a)=(x) y) отсутствует в таблице \"t\".",
                "表 \"t\" 中不存在键 (a)=(x) y)。"
            })
    void readsTheValueInEachLanguage(String detail) {
        assertThat(KeyText.values(detail, COLUMNS, "t")).contains(List.of("x) y"));
        assertThat(KeyText.isAbout(detail, List.of("b"), "t")).isFalse();
        assertThat(KeyText.isAbout(detail, COLUMNS, "u")).isFalse();
    }

    @Test
    void isNotMisledByATableThatLooksLikeTheEnd() {
        assertThat(KeyText.values("Key (a)=(1) is not present in table \"x) y\".", COLUMNS, "x) y"))
                .contains(List.of("1"));
    }

    @Test
    void isNotMisledByAValueThatLooksLikeAnotherKey() {
        String detail = "Key (a, b)=(1, 2, (c, d)=(3, 4) is not present in table \"t\".";
        assertThat(KeyText.isAbout(detail, List.of("c", "d"), "t")).isFalse();
        assertThat(KeyText.isAbout(detail, List.of("a", "b"), "t")).isTrue();
        assertThat(KeyText.values(detail, List.of("a", "b"), "t")).isEmpty();
    }

    @Test
    void findsNoTableInAValue() {
        assertThat(KeyText.isAbout("Key (a)=(\"u\") is not present in table \"t\".", COLUMNS, "u"))
                .isFalse();
    }
}
