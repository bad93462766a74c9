package dev.firebreak.testkit;

import dev.firebreak.connector.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One action as its connector's test describes it to {@link ConnectorContract}; immutable, every
 * method returns a changed copy.
 *
 * @param action the action's name
 * @param input its input as JSON
 * @param before answers to reads while the target is not yet in the wanted state; with it the
 *     contract checks that the probe does not say HOLDS
 * @param vendor answers to everything else the action asks
 * @param after answers to reads once it is in the wanted state; they replace those of before
 * @param method method of the request that makes the change (or, for a read, that asks)
 * @param path regular expression over that request's whole raw path
 * @param reads further requests that only read although their method is not GET or HEAD
 */
public record ActionCase(
    String action,
    String input,
    Optional<Consumer<FakeVendor>> before,
    Consumer<FakeVendor> vendor,
    Consumer<FakeVendor> after,
    String method,
    String path,
    List<Read> reads) {
  /** Method and path pattern of a request that only reads. */
  public record Read(String method, String path) {}

  public static ActionCase of(String action, String inputJson) {
    return new ActionCase(
        action, inputJson, Optional.empty(), v -> {}, v -> {}, "POST", ".*", List.of());
  }

  public static ActionCase of(String action, Record input) {
    return of(action, Json.write(input));
  }

  public ActionCase before(Consumer<FakeVendor> answers) {
    return new ActionCase(action, input, Optional.of(answers), vendor, after, method, path, reads);
  }

  public ActionCase vendor(Consumer<FakeVendor> answers) {
    return new ActionCase(action, input, before, answers, after, method, path, reads);
  }

  public ActionCase after(Consumer<FakeVendor> answers) {
    return new ActionCase(action, input, before, vendor, answers, method, path, reads);
  }

  /** The request that matters: it gets the faults. */
  public ActionCase main(String method, String path) {
    return new ActionCase(action, input, before, vendor, after, method, path, reads);
  }

  /** Allows the probe a request that is not GET or HEAD but only reads, for example GraphQL. */
  public ActionCase reads(String method, String path) {
    List<Read> more = new ArrayList<>(reads);
    more.add(new Read(method, path));
    return new ActionCase(
        action, input, before, vendor, after, this.method, this.path, List.copyOf(more));
  }

  boolean mainIsRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  void stubBefore(FakeVendor fake) {
    fake.forget();
    before.ifPresent(b -> b.accept(fake));
    vendor.accept(fake);
  }
}
