package dev.firebreak.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The command line of the benchmark.
 *
 * @param json one line of JSON instead of a table
 * @param crash the crash run instead of the measures
 * @param alerts how many under load
 * @param clients how many send at once
 * @param idle how many one at a time
 * @param warm how many beforehand
 * @param floor whether the floor is measured too
 * @param reps repetitions; medians are shown
 * @param keep whether the working folders stay
 */
record Options(
    boolean json,
    boolean crash,
    int alerts,
    int clients,
    int idle,
    int warm,
    boolean floor,
    int reps,
    boolean keep) {

  static final String HELP =
      """
      usage: ./firebreak bench [--json] [--n 1000] [--clients 16] [--idle 200] [--warm 1000] [--no-floor] [--reps 1] [--keep]
             ./firebreak bench --crash [--json]

      Measures the built application doing CONTAIN4: an alert comes in, freeze, isolate and revoke go out in
      parallel, then a ticket. Runs beside it the floor: the least any durable system has to do for that.

        --json       print one line of JSON
        --n          alerts under load
        --clients    how many clients send at once, without a pause
        --idle       alerts sent one at a time, for the latency
        --warm       alerts sent before anything is measured
        --no-floor   measure the application only
        --reps       repetitions; the medians are shown
        --keep       keep the working folders (.firebreak/bench), with logs and databases
        --crash      the crash run: a vendor that takes 300 ms, 200 alerts, kill -9 at the 300th call, restart
      """;

  /** An argument that is not understood. */
  static final class Misused extends Exception {
    Misused(String message) {
      super(message);
    }
  }

  static Options parse(List<String> args) throws Misused {
    Deque<String> rest = new ArrayDeque<>(args);
    boolean json = false;
    boolean crash = false;
    boolean floor = true;
    boolean keep = false;
    int alerts = 1_000;
    int clients = 16;
    int idle = 200;
    int warm = 1_000;
    int reps = 1;
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--json" -> json = true;
        case "--crash" -> crash = true;
        case "--no-floor" -> floor = false;
        case "--keep" -> keep = true;
        case "--n" -> alerts = count(option, rest);
        case "--clients" -> clients = count(option, rest);
        case "--idle" -> idle = count(option, rest);
        case "--warm" -> warm = count(option, rest);
        case "--reps" -> reps = count(option, rest);
        default -> throw new Misused("unknown option '" + option + "'; see bench --help");
      }
    }
    return new Options(json, crash, alerts, clients, idle, warm, floor, reps, keep);
  }

  private static int count(String option, Deque<String> rest) throws Misused {
    String value = rest.isEmpty() ? "nothing" : rest.pop();
    if (!value.matches("[1-9]\\d{0,6}")) {
      throw new Misused(option + " takes a number from 1 to 9999999, got '" + value + "'");
    }
    return Integer.parseInt(value);
  }
}
