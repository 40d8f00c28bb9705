package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.CargoTracker;
import dev.referent.hibernate.models.CargoTracker.Cargo;
import dev.referent.hibernate.models.CargoTracker.HandlingEvent;
import dev.referent.hibernate.models.CargoTracker.Leg;
import dev.referent.hibernate.models.CargoTracker.Location;
import dev.referent.integrity.ForeignKeyViolation;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A public application's entity model, which nobody here thought up: Eclipse Cargo Tracker's. */
final class CargoTrackerTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private SessionFactory factory;

    @BeforeEach
    void makeTables() {
        database = new Sqlite(folder.resolve("cargo.db"));
        factory = database.open("create", CargoTracker.entities());
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void hasAllItsForeignKeys() throws SQLException {
        assertThat(database.foreignKeys())
                .containsExactly(
                        "Cargo(current_voyage_id)->Voyage(id)",
                        "Cargo(last_event_id)->HandlingEvent(id)",
                        "Cargo(last_known_location_id)->Location(id)",
                        "Cargo(next_expected_location_id)->Location(id)",
                        "Cargo(next_expected_voyage_id)->Voyage(id)",
                        "Cargo(origin_id)->Location(id)",
                        "Cargo(spec_destination_id)->Location(id)",
                        "Cargo(spec_origin_id)->Location(id)",
                        "HandlingEvent(cargo_id)->Cargo(id)",
                        "HandlingEvent(location_id)->Location(id)",
                        "HandlingEvent(voyage_id)->Voyage(id)",
                        "Leg(cargo_id)->Cargo(id)",
                        "Leg(load_location_id)->Location(id)",
                        "Leg(unload_location_id)->Location(id)",
                        "Leg(voyage_id)->Voyage(id)",
                        "carrier_movement(arrival_location_id)->Location(id)",
                        "carrier_movement(departure_location_id)->Location(id)",
                        "carrier_movement(voyage_id)->Voyage(id)");
        assertThat(database.query("PRAGMA foreign_key_check")).isEmpty();
    }

    @Test
    void booksHandlesAndRemovesACargo() throws SQLException {
        Cargo cargo = booked();
        assertThat(database.query("SELECT last_event_id IS NOT NULL FROM Cargo"))
                .containsExactly("1");

        factory.inTransaction(session -> {
            Cargo found = session.find(Cargo.class, cargo.id);
            session.remove(found.delivery.lastEvent);
            session.remove(found);
        });
        assertThat(database.query("SELECT id FROM Leg")).isEmpty();
        assertThat(database.query("PRAGMA foreign_key_check")).isEmpty();
    }

    @Test
    void doesNotRemoveALocationThatIsInUse() {
        Cargo cargo = booked();

        assertThat(HibernateViolations.violations(catchThrowable(() -> factory.inTransaction(
                        session -> session.remove(session.find(Location.class, cargo.origin.id))))))
                .extracting(violation -> violation.foreignKey().childColumns())
                .containsExactlyInAnyOrder(List.of("origin_id"), List.of("load_location_id"), List.of("location_id"));
    }

    @Test
    void rejectsALegToNowhere() {
        Cargo cargo = booked();

        assertThat(HibernateViolations.violations(catchThrowable(() -> factory.inTransaction(session -> {
                    Leg leg = new Leg();
                    leg.load = session.getReference(Location.class, 99L);
                    session.find(Cargo.class, cargo.id).itinerary.legs.add(leg);
                }))))
                .extracting(ForeignKeyViolation::key)
                .containsExactly(List.of(99L));
    }

    private Cargo booked() {
        return factory.fromTransaction(session -> {
            Location port = new Location();
            Cargo cargo = new Cargo();
            cargo.origin = port;
            Leg leg = new Leg();
            leg.load = port;
            cargo.itinerary.legs.add(leg);
            // a second id makes Hibernate fetch the next fifty, which it cannot in a transaction that has read already
            cargo.itinerary.legs.add(new Leg());
            HandlingEvent event = new HandlingEvent();
            event.cargo = cargo;
            event.location = port;
            cargo.delivery.lastEvent = event;
            session.persist(port);
            session.persist(cargo);
            session.persist(event);
            return cargo;
        });
    }
}
