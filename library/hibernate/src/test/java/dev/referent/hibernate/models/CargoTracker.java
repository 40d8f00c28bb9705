package dev.referent.hibernate.models;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of Eclipse Cargo Tracker's entities (github.com/eclipse-ee4j/cargotracker): its tables, columns and
 * associations, embedded ones too, and none of its code.
 */
public final class CargoTracker {
    private CargoTracker() {}

    /** Returns its entities. */
    public static Class<?>[] entities() {
        return new Class<?>[] {
            Cargo.class, Leg.class, HandlingEvent.class, Voyage.class, CarrierMovement.class, Location.class
        };
    }

    /** A port. */
    @Entity(name = "Location")
    public static class Location {
        @Id
        @GeneratedValue
        public Long id;

        public String name;

        @Column(name = "un_locode")
        public String unLocode;
    }

    /** A journey of a ship. */
    @Entity(name = "Voyage")
    public static class Voyage {
        @Id
        @GeneratedValue
        public Long id;

        @Column(name = "voyage_number")
        public String voyageNumber;

        @Embedded
        public Schedule schedule = new Schedule();
    }

    /** The movements of a voyage. */
    @Embeddable
    public static class Schedule {
        @OneToMany(cascade = CascadeType.ALL)
        @JoinColumn(name = "voyage_id")
        @OrderColumn(name = "movement_order")
        public List<CarrierMovement> movements = new ArrayList<>();
    }

    /** From one port to the next. */
    @Entity(name = "CarrierMovement")
    @Table(name = "carrier_movement")
    public static class CarrierMovement {
        @Id
        @GeneratedValue
        public Long id;

        @ManyToOne
        @JoinColumn(name = "departure_location_id")
        public Location departure;

        @ManyToOne
        @JoinColumn(name = "arrival_location_id")
        public Location arrival;
    }

    /** What is tracked. */
    @Entity(name = "Cargo")
    public static class Cargo {
        @Id
        @GeneratedValue
        public Long id;

        @Column(name = "tracking_id")
        public String trackingId;

        @ManyToOne
        @JoinColumn(name = "origin_id", updatable = false)
        public Location origin;

        @Embedded
        public RouteSpecification routeSpecification = new RouteSpecification();

        @Embedded
        public Itinerary itinerary = new Itinerary();

        @Embedded
        public Delivery delivery = new Delivery();
    }

    /** Where a cargo is to go. */
    @Embeddable
    public static class RouteSpecification {
        @ManyToOne
        @JoinColumn(name = "spec_origin_id", updatable = false)
        public Location origin;

        @ManyToOne
        @JoinColumn(name = "spec_destination_id")
        public Location destination;
    }

    /** How it goes there. */
    @Embeddable
    public static class Itinerary {
        @OneToMany(cascade = CascadeType.ALL)
        @JoinColumn(name = "cargo_id")
        @OrderColumn(name = "leg_order")
        public List<Leg> legs = new ArrayList<>();
    }

    /** A part of the way. */
    @Entity(name = "Leg")
    public static class Leg {
        @Id
        @GeneratedValue
        public Long id;

        @ManyToOne
        @JoinColumn(name = "voyage_id")
        public Voyage voyage;

        @ManyToOne
        @JoinColumn(name = "load_location_id")
        public Location load;

        @ManyToOne
        @JoinColumn(name = "unload_location_id")
        public Location unload;
    }

    /** Where it is; points at the last event, which points at the cargo. */
    @Embeddable
    public static class Delivery {
        @ManyToOne
        @JoinColumn(name = "last_known_location_id")
        public Location lastKnown;

        @ManyToOne
        @JoinColumn(name = "current_voyage_id")
        public Voyage currentVoyage;

        @Embedded
        public HandlingActivity next = new HandlingActivity();

        @ManyToOne
        @JoinColumn(name = "last_event_id")
        public HandlingEvent lastEvent;
    }

    /** What is expected to happen to it. */
    @Embeddable
    public static class HandlingActivity {
        @ManyToOne
        @JoinColumn(name = "next_expected_location_id")
        public Location location;

        @ManyToOne
        @JoinColumn(name = "next_expected_voyage_id")
        public Voyage voyage;
    }

    /** What happened to it. */
    @Entity(name = "HandlingEvent")
    public static class HandlingEvent {
        @Id
        @GeneratedValue
        public Long id;

        @ManyToOne
        @JoinColumn(name = "voyage_id")
        public Voyage voyage;

        @ManyToOne
        @JoinColumn(name = "location_id")
        public Location location;

        @ManyToOne
        @JoinColumn(name = "cargo_id")
        public Cargo cargo;
    }
}
