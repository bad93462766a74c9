package dev.firebreak.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line's entry. Exit codes: 0 done, 1 the server said no, 2 wrong use, 3 no server
 * answers.
 */
@Command(
    name = "firebreak",
    description = "Talk to a running Firebreak server.",
    subcommands = {
      IncidentsCommand.class,
      IncidentCommand.class,
      WatchCommand.class,
      ApprovalsCommand.class,
      VoteCommand.Approve.class,
      VoteCommand.Deny.class,
      WithdrawCommand.class,
      BreakGlassCommand.class,
      TasksCommand.class,
      CompleteCommand.class,
      ContainmentsCommand.class,
      LiftCommand.class,
      KeptAsideCommand.class,
      PeopleCommand.class,
      TokenCommand.class,
      LoginCommand.class,
      AuditCommand.class,
      EvidenceCommand.class,
      ConnectorCommand.class,
      TestCommand.class,
      RecordCommand.class,
      ImportCommand.Import.class,
      ImportCommand.Export.class,
      StopCommand.Stop.class,
      StopCommand.Resume.class,
      DoctorCommand.class,
      RunCommand.Rehearse.class,
      RunCommand.Run.class,
      CatalogueCommand.Connectors.class,
      CatalogueCommand.Sources.class,
      PlaybooksCommand.class,
      PlaybookCommand.class
    })
@SuppressWarnings("NullAway.Init") // picocli sets the field before it calls
public final class Cli implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("unused") // picocli itself acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  private final Map<String, String> environment;

  private Cli(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    // Else its first user complains on the screen that it came too late.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.exit(
        run(
            System.getenv(),
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /**
   * Runs one command.
   *
   * @param environment where {@code FIREBREAK_HOME}, {@code FIREBREAK_URL} and {@code
   *     FIREBREAK_TOKEN} are looked up
   * @return the exit code
   */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = commands(environment);
    line.setOut(out).setErr(err);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof CannotDo cannot) {
            err.println("firebreak: " + cannot.getMessage());
            return cannot.exitCode();
          }
          throw e;
        });
    line.setParameterExceptionHandler(
        (e, misused) -> {
          CommandLine command = e.getCommandLine();
          err.println("firebreak: " + e.getMessage());
          err.println("See ./" + command.getCommandSpec().qualifiedName() + " --help");
          return CannotDo.USAGE;
        });
    return line.execute(args);
  }

  /** All commands and what they take. */
  static CommandLine commands(Map<String, String> environment) {
    return new CommandLine(new Cli(environment));
  }

  /** The home folder of the command line that a command belongs to. */
  static Home home(CommandSpec command) {
    return Home.of(((Cli) command.root().userObject()).environment);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "say a command");
  }
}
