package dev.firebreak.engine;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** One real PostgreSQL for all tests of a JVM, and a pool that takes part in real transactions. */
public final class Database {
  public static final TransactionManager TRANSACTIONS = transactions();
  private static final EmbeddedPostgres SERVER = start();
  private static int databases;

  private Database() {}

  private static TransactionManager transactions() {
    try {
      Path store = Files.createTempDirectory("firebreak-tx");
      System.setProperty("ObjectStoreEnvironmentBean.objectStoreDir", store.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(EmbeddedPostgres server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty database. */
  public static AgroalDataSource fresh() {
    try {
      return pool(freshUrl());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The JDBC address of a new, empty database. */
  static synchronized String freshUrl() {
    String name = "engine" + ++databases;
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
      return SERVER.getJdbcUrl("postgres", name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AgroalDataSource pool(String url) throws SQLException {
    var synchronizations =
        new com.arjuna.ats.internal.jta.transaction.arjunacore
            .TransactionSynchronizationRegistryImple();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(8)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .transactionIntegration(
                            new NarayanaTransactionIntegration(TRANSACTIONS, synchronizations))
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(url)
                                    .jdbcTransactionIsolation(
                                        TransactionIsolation.READ_COMMITTED))));
  }

  /** Runs work in one transaction. */
  static <T> T inTransaction(Work<T> work) {
    try {
      TRANSACTIONS.begin();
      try {
        T result = work.run();
        TRANSACTIONS.commit();
        return result;
      } catch (Throwable failed) {
        TRANSACTIONS.rollback();
        throw failed;
      }
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  interface Work<T> {
    T run() throws Exception;
  }
}
