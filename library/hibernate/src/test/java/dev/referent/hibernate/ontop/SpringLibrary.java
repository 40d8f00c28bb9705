package dev.referent.hibernate.ontop;

import dev.referent.hibernate.Sqlite;
import dev.referent.hibernate.models.Children.Deferred;
import dev.referent.hibernate.models.Children.Uuid;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Library.Book;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A Spring application with repositories on the bare driver's data source, in which nothing of ours is set. */
final class SpringLibrary implements AutoCloseable {
    /** Parents. */
    interface Authors extends JpaRepository<Author, Long> {
        @Modifying
        @Query("delete from Author a where a.id = :id")
        void deleteByQuery(long id);
    }

    /** Children that are stored by save. */
    interface Books extends JpaRepository<Book, Long> {
        @Modifying
        @Query("update Book b set b.author.id = :author")
        void moveAllTo(long author);
    }

    /** Children that are stored by a flush, in batches. */
    interface Uuids extends JpaRepository<Uuid, UUID> {}

    /** Children whose key is checked at commit. */
    interface Deferreds extends JpaRepository<Deferred, Long> {}

    @Configuration(proxyBeanMethods = false)
    @EnableJpaRepositories(considerNestedRepositories = true)
    static class Repositories {}

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    final Authors authors;
    final Books books;
    final Uuids uuids;
    final Deferreds deferreds;
    final TransactionTemplate transaction;

    /** Starts the application on new tables, with author 1 and a book of theirs. */
    SpringLibrary(Sqlite database, Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("hibernate.hbm2ddl.auto", "create");
        all.put("hibernate.jdbc.batch_size", 20);
        context.register(Repositories.class);
        context.registerBean(
                "entityManagerFactory", LocalContainerEntityManagerFactoryBean.class, () -> hibernate(database, all));
        context.registerBean("transactionManager", JpaTransactionManager.class);
        context.refresh();
        authors = context.getBean(Authors.class);
        books = context.getBean(Books.class);
        uuids = context.getBean(Uuids.class);
        deferreds = context.getBean(Deferreds.class);
        transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        authors.save(new Author(1));
        books.save(bookOf(1));
    }

    private static LocalContainerEntityManagerFactoryBean hibernate(Sqlite database, Map<String, Object> settings) {
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(new DriverManagerDataSource(database.url()));
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setManagedTypes(PersistenceManagedTypes.of(
                Author.class.getName(), Book.class.getName(), Uuid.class.getName(), Deferred.class.getName()));
        factory.setJpaPropertyMap(settings);
        return factory;
    }

    Book bookOf(long author) {
        return new Book(authors.getReferenceById(author));
    }

    Uuid uuidOf(long author) {
        Uuid child = new Uuid();
        child.author = authors.getReferenceById(author);
        return child;
    }

    Deferred deferredOf(long author) {
        Deferred child = new Deferred();
        child.author = authors.getReferenceById(author);
        return child;
    }

    @Override
    public void close() {
        context.close();
    }
}
