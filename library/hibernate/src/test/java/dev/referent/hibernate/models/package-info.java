/** Entity models to try Hibernate with, of the kinds that applications have. */
package dev.referent.hibernate.models;
