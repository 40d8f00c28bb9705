package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Answers a list: {@code pageSize} and {@code pageNumber} in, the page, its total and its neighbours out. */
final class PageQuery {

    private static final int DEFAULT_SIZE = 20;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,1000}");

    private PageQuery() {}

    /**
     * Answers with one page of a list.
     *
     * @param source returns a page
     * @param form returns the JSON form of a record
     * @throws InvalidInputException if a parameter is not an integer, is repeated, or exceeds the largest page
     * @throws NotFoundResponse if there is no such page
     */
    static <R> void answer(Context ctx, Function<Page, Listing<R>> source, Function<R, ObjectNode> form) {
        answer(ctx, "", source, form);
    }

    /**
     * Answers with one page of a filtered list.
     *
     * @param filter the query that its neighbours have too, as in {@code ?audio=1}; empty for none
     */
    static <R> void answer(
            Context ctx, String filter, Function<Page, Listing<R>> source, Function<R, ObjectNode> form) {
        BigInteger number = parameter(ctx, "pageNumber", 1);
        Page page = page(parameter(ctx, "pageSize", DEFAULT_SIZE), number);
        Listing<R> listing = source.apply(page);
        if (page.number() > 1 && listing.items().isEmpty()) {
            throw noPage(number, page.size());
        }
        ctx.header(listing.exact() ? "X-Total-Count" : "X-Total-Count-At-Least", Long.toString(listing.total()));
        if (page.size() > 0) {
            ctx.header(Header.LINK, links(ctx.path() + filter, page, listing));
        }
        ArrayNode body = Json.object().arrayNode();
        listing.items().forEach(item -> body.add((JsonNode) form.apply(item)));
        Json.answer(ctx, HttpStatus.OK, body);
    }

    /** Returns the page, which is empty past the end; its number may have any size. */
    static Page page(BigInteger size, BigInteger number) {
        if (size.signum() < 0 || number.signum() <= 0) {
            throw noPage(number, size);
        }
        if (size.compareTo(BigInteger.valueOf(Page.MAX_SIZE)) > 0) {
            throw new InvalidInputException("pageSize is " + size + "; ask for at most " + Page.MAX_SIZE + " at once");
        }
        return new Page(number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue(), size.intValue());
    }

    /** Returns the {@code Link} header with the neighbours of a page (RFC 8288); the last page only where all are counted. */
    static String links(String path, Page page, Listing<?> listing) {
        long last = Math.max(1, (listing.total() + page.size() - 1) / page.size());
        List<String> links = new ArrayList<>();
        links.add(link(path, page.size(), 1, "first"));
        if (page.number() > 1) {
            links.add(link(path, page.size(), page.number() - 1, "prev"));
        }
        if (page.number() < last) {
            links.add(link(path, page.size(), page.number() + 1, "next"));
        }
        if (listing.exact()) {
            links.add(link(path, page.size(), last, "last"));
        }
        return String.join(", ", links);
    }

    private static String link(String path, int size, long number, String relation) {
        String start = path + (path.indexOf('?') < 0 ? "?" : "&");
        return "<" + start + "pageSize=" + size + "&pageNumber=" + number + ">; rel=\"" + relation + "\"";
    }

    /** Returns a string parameter, if the query has it once. */
    static Optional<String> single(Context ctx, String name) {
        List<String> values = ctx.queryParamMap().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new InvalidInputException(name + " is given " + values.size() + " times; give it once");
        }
        return values.stream().findFirst();
    }

    private static BigInteger parameter(Context ctx, String name, int absent) {
        List<String> values = ctx.queryParamMap().get(name);
        if (values == null) {
            return BigInteger.valueOf(absent);
        }
        if (values.size() != 1 || !INTEGER.matcher(values.get(0)).matches()) {
            throw new InvalidInputException(name + " is not one integer; give it once, in decimal digits");
        }
        return new BigInteger(values.get(0));
    }

    private static NotFoundResponse noPage(Object number, Object size) {
        return new NotFoundResponse("there is no page " + number + " of size " + size);
    }
}
