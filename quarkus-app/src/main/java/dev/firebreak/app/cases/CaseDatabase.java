package dev.firebreak.app.cases;

import dev.firebreak.app.CannotStart;
import dev.firebreak.app.Home;
import dev.firebreak.app.database.EmbeddedDatabase;
import dev.firebreak.store.Database;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL for cases alone, with our tables, and a pool that takes part in real transactions.
 * What is in it is of no worth to anybody.
 */
final class CaseDatabase implements AutoCloseable {
  private final EmbeddedDatabase server;
  private final AgroalDataSource pool;
  private final TransactionManager transactions;

  /**
   * @param home its folder; a server that a killed process left there is taken over
   */
  CaseDatabase(
      Home home,
      TransactionManager transactions,
      TransactionSynchronizationRegistry synchronizations)
      throws CannotStart, SQLException {
    this.transactions = transactions;
    this.server = EmbeddedDatabase.start(home);
    this.pool = pool(server, transactions, synchronizations);
    Flyway.configure(CaseDatabase.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:db/migration")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  private static AgroalDataSource pool(
      EmbeddedDatabase server,
      TransactionManager transactions,
      TransactionSynchronizationRegistry synchronizations)
      throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                p ->
                    p.maxSize(16)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .transactionIntegration(
                            new NarayanaTransactionIntegration(transactions, synchronizations))
                        .connectionFactoryConfiguration(
                            f ->
                                f.jdbcUrl(server.url())
                                    // Nobody misses a play that a crash has taken.
                                    .initialSql("set synchronous_commit = off")
                                    .principal(new NamePrincipal(server.user()))
                                    .credential(new SimplePassword(server.password())))));
  }

  AgroalDataSource pool() {
    return pool;
  }

  TransactionManager transactions() {
    return transactions;
  }

  Database database() {
    return new Database(pool, transactions);
  }

  @Override
  public void close() {
    pool.close();
    server.close();
  }
}
