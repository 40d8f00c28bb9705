/** Enforced and explained foreign keys for any entity model on Hibernate ORM, which finds this module by its service. */
module dev.referent.hibernate {
    requires transitive dev.referent.jdbc;
    requires jakarta.persistence;
    requires transitive org.hibernate.orm.core;
    requires org.jboss.logging;
    requires static org.jspecify;

    exports dev.referent.hibernate;

    provides org.hibernate.service.spi.ServiceContributor with
            dev.referent.hibernate.ReferentServices;
}
