package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Links;
import dev.referent.hibernate.models.Links.Boat;
import dev.referent.hibernate.models.Links.Profile;
import dev.referent.hibernate.models.Links.Stay;
import dev.referent.hibernate.models.Links.User;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of join tables, collections, secondary tables and hierarchies are generated with their keys, and rejected by them. */
final class LinksTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private SessionFactory factory;

    private static Arguments bogus(String key, BiConsumer<Session, User> write) {
        return Arguments.of(key, write);
    }

    private static User reference(Session session) {
        return session.getReference(User.class, 99L);
    }

    @BeforeEach
    void create() {
        database = new Sqlite(folder.resolve("links.db"));
        factory = database.open("create", Links.entities());
        factory.inTransaction(session -> session.persist(new User(1)));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void haveTheirKeysAndPassValidation() throws SQLException {
        assertThat(database.foreignKeys())
                .containsExactly(
                        "Boat(owner_id)->users(id)",
                        "Car(owner_id)->users(id)",
                        "Profile(user_id)->users(id)",
                        "friendship(friend_id)->users(id)",
                        "friendship(user_id)->users(id)",
                        "nickname(given_by)->users(id)",
                        "nickname(user_id)->users(id)",
                        "picture(id)->Profile(id)",
                        "stay(host_id)->users(id)",
                        "stay(user_id)->users(id)");
        assertThatCode(() -> database.open("validate", Links.entities()).close())
                .doesNotThrowAnyException();
    }

    static List<Arguments> writes() {
        return List.of(
                bogus("friendship_friend_fk", (session, user) -> user.friends.add(reference(session))),
                bogus("stay_host_fk", (session, user) -> user.stays.add(new Stay(reference(session), 2))),
                bogus("nickname_given_by_fk", (session, user) -> user.nicknames.put(reference(session), "Bo")),
                bogus("profile_user_fk", (session, user) -> {
                    Profile profile = new Profile();
                    profile.user = reference(session);
                    session.persist(profile);
                }),
                bogus("FK\\w{25}", (session, user) -> {
                    Boat boat = new Boat();
                    boat.owner = reference(session);
                    session.persist(boat);
                }));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void areRejectedAtFlush(String key, BiConsumer<Session, User> write) {
        Throwable violation = catchThrowable(
                () -> factory.inTransaction(session -> write.accept(session, session.find(User.class, 1L))));

        assertThat(HibernateViolations.violation(violation).getConstraintName()).matches(key);
        assertThat(HibernateViolations.violations(violation)).singleElement().satisfies(each -> assertThat(each.key())
                .isEqualTo(List.of(99L)));
    }

    @Test
    void keepTheirParentFromBeingDeletedByAStatelessSession() {
        factory.inTransaction(session -> {
            User other = new User(2);
            session.persist(other);
            session.find(User.class, 1L).friends.add(other);
        });
        try (StatelessSession session = factory.openStatelessSession()) {
            session.beginTransaction();
            Throwable violation = catchThrowable(() ->
                    session.createMutationQuery("delete from User where id = 2").executeUpdate());

            assertThat(HibernateViolations.violation(violation).getConstraintName())
                    .isEqualTo("friendship_friend_fk");
            session.getTransaction().rollback();
        }
    }

    @Test
    void areRejectedInABatchOfACollection() throws SQLException {
        try (SessionFactory batching = database.open(Map.of("hibernate.jdbc.batch_size", 10), Links.entities())) {
            Throwable violation = catchThrowable(() -> batching.inTransaction(session -> {
                User user = session.find(User.class, 1L);
                user.friends.add(user);
                user.friends.add(reference(session));
            }));

            assertThat(HibernateViolations.violations(violation))
                    .singleElement()
                    .satisfies(each -> assertThat(each.batchIndex()).isPresent());
        }
        assertThat(database.query("SELECT user_id FROM friendship")).isEmpty();
    }
}
