package dev.firebreak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What Linux says about processes: {@code proc(5)},
 * https://man7.org/linux/man-pages/man5/proc.5.html. A process that has ended counts as nothing.
 */
final class Proc {
  /** USER_HZ, the unit of CPU time in /proc, is 100 on every Linux that runs Java. */
  private static final long MILLIS_PER_TICK = 10;

  private Proc() {}

  /** The process and all that descend from it. */
  static Set<Long> tree(long pid) {
    Set<Long> pids = new TreeSet<>();
    ProcessHandle.of(pid)
        .ifPresent(
            p ->
                Stream.concat(Stream.of(p), p.descendants())
                    .map(ProcessHandle::pid)
                    .forEach(pids::add));
    return pids;
  }

  /** CPU milliseconds of the processes and of their children that have ended. */
  static long cpuMillis(Set<Long> pids) {
    return pids.stream().mapToLong(Proc::ticks).sum() * MILLIS_PER_TICK;
  }

  /** Proportional set size: shared pages count by share, so that a sum counts each page once. */
  static double pssMib(Set<Long> pids) {
    return pids.stream().mapToLong(Proc::pssKib).sum() / 1024.0;
  }

  private static long ticks(long pid) {
    return read("/proc/" + pid + "/stat")
        .map(
            stat -> {
              // After the name in parentheses, which may hold anything, field 3 follows.
              String[] f = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
              return Long.parseLong(f[11])
                  + Long.parseLong(f[12])
                  + Long.parseLong(f[13])
                  + Long.parseLong(f[14]);
            })
        .orElse(0L);
  }

  private static long pssKib(long pid) {
    return read("/proc/" + pid + "/smaps_rollup").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("Pss:"))
        .map(line -> line.replaceAll("\\D+", ""))
        .mapToLong(Long::parseLong)
        .sum();
  }

  /** The machine's load over the last minute, 0 where unknown. */
  static double load() {
    return read("/proc/loadavg").map(t -> Double.parseDouble(t.split(" ")[0])).orElse(0.0);
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The last lines of a log, for a message; empty when it cannot be read. */
  static String tail(Path log, int lines) {
    try {
      List<String> all = Files.readAllLines(log);
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
