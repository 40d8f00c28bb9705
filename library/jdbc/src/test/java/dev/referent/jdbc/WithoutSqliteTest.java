package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the library says where SQLite's driver is not on the class path. */
final class WithoutSqliteTest {
    private static final String WAY_OUT = "SQLite's driver is not on the class path; add org.xerial:sqlite-jdbc";

    private final ClassLoader loader = new WithoutSqlite();

    /** Loads the library anew, without the driver. */
    private static final class WithoutSqlite extends ClassLoader {
        WithoutSqlite() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("org.sqlite.")) {
                throw new ClassNotFoundException(name);
            }
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = WithoutSqliteTest.class.getClassLoader().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void theDataSourceNamesTheDriver() throws ReflectiveOperationException {
        Method open = loader.loadClass(EnforcedDataSource.class.getName()).getMethod("open", String.class);

        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> open.invoke(null, "jdbc:sqlite:x.db"))
                .havingCause()
                .isInstanceOf(SQLException.class)
                .withMessage(WAY_OUT);
    }

    @Test
    void theDriverNamesSqlitesDriver() throws ReflectiveOperationException {
        Driver driver = (Driver) loader.loadClass(ReferentDriver.class.getName())
                .getConstructor()
                .newInstance();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> driver.connect("jdbc:referent:sqlite:x.db", new Properties()))
                .withMessage(WAY_OUT);
    }
}
