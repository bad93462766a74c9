package dev.firebreak.playbooks;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.transaction.TransactionManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with our tables, and a pool that takes part in real transactions. */
final class RehearsalDatabase implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final AgroalDataSource pool;
  private final TransactionManager transactions;

  RehearsalDatabase() throws IOException, SQLException {
    Path store = Files.createTempDirectory("firebreak-tx");
    System.setProperty("ObjectStoreEnvironmentBean.objectStoreDir", store.toString());
    transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();
    server = EmbeddedPostgres.start();
    pool = pool(server.getJdbcUrl("postgres", "postgres"));
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/migration")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private AgroalDataSource pool(String url) throws SQLException {
    var synchronizations =
        new com.arjuna.ats.internal.jta.transaction.arjunacore
            .TransactionSynchronizationRegistryImple();
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                p ->
                    p.maxSize(16)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .transactionIntegration(
                            new NarayanaTransactionIntegration(transactions, synchronizations))
                        .connectionFactoryConfiguration(f -> f.jdbcUrl(url))));
  }

  AgroalDataSource pool() {
    return pool;
  }

  TransactionManager transactions() {
    return transactions;
  }

  @Override
  public void close() throws IOException {
    pool.close();
    server.close();
  }
}
