package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import io.javalin.http.NotFoundResponse;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageQueryTest {

    @Test
    void readsAPage() {
        assertThat(page("20", "3")).isEqualTo(new Page(3, 20));
        assertThat(page("0", "1")).isEqualTo(new Page(1, 0));
        assertThat(page("1000", "1")).isEqualTo(new Page(1, 1_000));
    }

    @Test
    void countsNoFurtherThanAListCanReach() {
        assertThat(page("1", "99999999999999999999999")).isEqualTo(new Page(Long.MAX_VALUE, 1));
    }

    @Test
    void knowsNoPageBelowTheFirstAndNoneOfNegativeSize() {
        assertThatThrownBy(() -> page("20", "0")).isInstanceOf(NotFoundResponse.class);
        assertThatThrownBy(() -> page("20", "-99999999999999999999")).isInstanceOf(NotFoundResponse.class);
        assertThatThrownBy(() -> page("-1", "1")).isInstanceOf(NotFoundResponse.class);
    }

    @Test
    void rejectsMoreThanAThousandAtOnce() {
        assertThatThrownBy(() -> page("1001", "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("pageSize is 1001; ask for at most 1000 at once");
    }

    @Test
    void linksTheNeighboursThatThereAre() {
        assertThat(PageQuery.links("/a", new Page(1, 2), new Listing<>(List.of(), 0)))
                .isEqualTo("</a?pageSize=2&pageNumber=1>; rel=\"first\", </a?pageSize=2&pageNumber=1>; rel=\"last\"");
        assertThat(PageQuery.links("/a", new Page(2, 2), new Listing<>(List.of(), 5)))
                .isEqualTo("</a?pageSize=2&pageNumber=1>; rel=\"first\", </a?pageSize=2&pageNumber=1>; rel=\"prev\", "
                        + "</a?pageSize=2&pageNumber=3>; rel=\"next\", </a?pageSize=2&pageNumber=3>; rel=\"last\"");
        assertThat(PageQuery.links("/a", new Page(2, 2), new Listing<>(List.of(), 4)))
                .doesNotContain("next");
    }

    @Test
    void linksNoLastPageOfAListThatIsNotCountedToItsEnd() {
        Page page = new Page(9_999, 1);

        assertThat(PageQuery.links("/a", page, Listing.of(List.of(), page, page.countLimit())))
                .contains("</a?pageSize=1&pageNumber=10000>; rel=\"next\"")
                .doesNotContain("last");
    }

    private static Page page(String size, String number) {
        return PageQuery.page(new BigInteger(size), new BigInteger(number));
    }
}
