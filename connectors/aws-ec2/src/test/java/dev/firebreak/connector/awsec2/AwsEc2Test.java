package dev.firebreak.connector.awsec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.firebreak.connector.Action;
import dev.firebreak.connector.ActionFailure;
import dev.firebreak.connector.ActionFailure.Kind;
import dev.firebreak.connector.Call;
import dev.firebreak.connector.Connector;
import dev.firebreak.connector.Observation;
import dev.firebreak.connector.Observation.State;
import dev.firebreak.connector.Preview;
import dev.firebreak.connector.Readiness;
import dev.firebreak.connector.Settings;
import dev.firebreak.http.VendorHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsEc2Test {
  private static final String ETH0 = Ec2Xml.ETH0;
  private static final String ETH1 = Ec2Xml.ETH1;
  private static final String WEB = Ec2Xml.WEB;
  private static final String DB = Ec2Xml.DB;
  private static final String OPEN = Ec2Xml.OPEN;
  private static final String QUARANTINE = Ec2Xml.QUARANTINE;

  private final FakeEc2 ec2 = new FakeEc2();
  private final List<String> pauses = new ArrayList<>();
  private boolean interrupt;
  private VendorHttp http;
  private Connector connector;

  @BeforeEach
  void open() {
    connector = connector(Map.of("open-groups", OPEN));
  }

  private Connector connector(Map<String, String> more) {
    AwsEc2Settings settings = settings(more);
    http = VendorHttp.open(new AwsEc2Kind().endpoint(settings), List.of("127.0.0.1"));
    return AwsEc2Kind.open(settings, http, this::pause);
  }

  private AwsEc2Settings settings(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("region", "eu-central-1");
    values.put("url", ec2.url());
    values.put("sts-url", ec2.url());
    values.put("access-key-id", "AKIAMADEUP");
    values.put("secret-access-key", "madeUpSecret");
    values.put("quarantine-groups", QUARANTINE);
    values.put("open-for", "PT7S");
    values.putAll(more);
    return Settings.bind("connector 'aws-ec2'", AwsEc2Settings.class, values);
  }

  private boolean pause(Duration time) {
    pauses.add(time + " with " + ec2.groupsOf(ETH0));
    return interrupt;
  }

  @AfterEach
  void close() {
    http.close();
    ec2.close();
  }

  // ---- isolating

  @Test
  void everyInterfaceIsNotedThenOpenedThenClosed() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB, DB)).with(ETH1, List.of(DB));

    Record isolated = isolate();

    assertThat(isolated)
        .isEqualTo(new Isolation.Isolated(List.of(ETH0, ETH1), List.of(ETH0, ETH1), List.of()));
    assertThat(ec2.changes())
        .containsExactly(
            ETH0 + " noted",
            ETH1 + " noted",
            ETH0 + " -> [" + OPEN + "]",
            ETH1 + " -> [" + OPEN + "]",
            ETH0 + " -> [" + QUARANTINE + "]",
            ETH1 + " -> [" + QUARANTINE + "]");
    assertThat(ec2.tagsOf(ETH0)).containsEntry("firebreak:previous-groups", WEB + " " + DB);
    assertThat(ec2.tagsOf(ETH1)).containsEntry("firebreak:previous-groups", DB);
  }

  @Test
  void theOpenGroupStaysForTheConfiguredTime() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));

    isolate();

    assertThat(pauses).containsExactly("PT7S with [" + OPEN + "]");
  }

  @Test
  void anInterruptionWhileOpenClosesAtOnce() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    interrupt = true;

    isolate();

    assertThat(Thread.interrupted()).as("the flag is handed on").isTrue();
    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
  }

  @Test
  void aRealPauseEndsWhenItIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThat(Pause.REAL.interruptedWithin(Duration.ofMinutes(1))).isTrue();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void withoutAnOpenGroupItIsClosedAtOnceAndSaid() throws ActionFailure {
    http.close();
    connector = connector(Map.of());
    ec2.with(ETH0, List.of(WEB));

    Isolation.Isolated isolated = (Isolation.Isolated) isolate();

    assertThat(ec2.changes()).containsExactly(ETH0 + " noted", ETH0 + " -> [" + QUARANTINE + "]");
    assertThat(isolated.openedFirst()).isEmpty();
    assertThat(isolated.warnings())
        .singleElement()
        .asString()
        .contains("tracked connections go on");
    assertThat(pauses).isEmpty();
  }

  @Test
  void anOpenGroupThatIsNotOpenBothWaysIsNotUsed() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB)).group(OPEN, Ec2Xml.rules(Ec2Xml.all()));

    isolate();

    assertThat(ec2.changes()).containsExactly(ETH0 + " noted", ETH0 + " -> [" + QUARANTINE + "]");
  }

  @Test
  void anIsolatedInstanceIsLeftAlone() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE), GroupNote.of(List.of(WEB)));

    Record isolated = isolate();

    assertThat(isolated).isEqualTo(new Isolation.Isolated(List.of(ETH0), List.of(), List.of()));
    assertThat(ec2.changes()).isEmpty();
  }

  @Test
  void anAttemptThatEndedWhileOpenIsFinishedWithTheFirstNote() throws ActionFailure {
    ec2.with(ETH0, List.of(OPEN), GroupNote.of(List.of(WEB, DB)));

    isolate();

    assertThat(ec2.changes()).containsExactly(ETH0 + " -> [" + QUARANTINE + "]");
    assertThat(ec2.tagsOf(ETH0)).containsEntry("firebreak:previous-groups", WEB + " " + DB);
  }

  @Test
  void aGroupAddedToAnIsolatedInterfaceIsTakenAwayAndNotNoted() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE, DB), GroupNote.of(List.of(WEB)));

    isolate();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
    assertThat(ec2.tagsOf(ETH0)).containsEntry("firebreak:previous-groups", WEB);
  }

  @Test
  void anOldNoteOfAReleasedInterfaceIsReplaced() throws ActionFailure {
    ec2.with(ETH0, List.of(DB), GroupNote.of(List.of(WEB)));

    isolate();

    assertThat(ec2.tagsOf(ETH0)).containsEntry("firebreak:previous-groups", DB);
  }

  @Test
  void whatCannotBeNotedIsNotChangedWhileTheOthersAreIsolated() {
    ec2.with(ETH0, List.of(WEB)).with(ETH1, List.of(DB));
    ec2.instead(
        a -> a.action().equals("CreateTags") && a.parameters().containsValue(ETH0),
        403,
        Ec2Xml.error("UnauthorizedOperation", "You are not authorized"));

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("failed for 1 of 2 interfaces (done: " + ETH1 + ")")
        .hasMessageContaining("UnauthorizedOperation");
    assertThat(ec2.groupsOf(ETH0)).containsExactly(WEB);
    assertThat(ec2.groupsOf(ETH1)).containsExactly(QUARANTINE);
  }

  @Test
  void aNoteWhoseAnswerWasLostIsReadBack() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(a -> a.action().equals("CreateTags"), 0, "");

    isolate();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
  }

  @Test
  void nothingIsOpenedThatMayNotBeClosed() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(FakeEc2.Asked::dry, 403, Ec2Xml.error("UnauthorizedOperation", "no"));

    Isolation.Isolated isolated = (Isolation.Isolated) isolate();

    assertThat(ec2.changes()).containsExactly(ETH0 + " noted", ETH0 + " -> [" + QUARANTINE + "]");
    assertThat(isolated.warnings()).singleElement().asString().contains("not opened first");
  }

  @Test
  void anInterfaceThatCannotBeClosedIsPutBackIntoItsGroups() {
    ec2.with(ETH0, List.of(WEB, DB)).with(ETH1, List.of(DB));
    ec2.instead(
        a ->
            a.change()
                && a.parameters().containsValue(ETH0)
                && a.parameters().containsValue(QUARANTINE),
        400,
        Ec2Xml.error("InvalidParameterValue", "not in this network"));

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("it is back in its groups [" + WEB + ", " + DB + "]");
    assertThat(ec2.groupsOf(ETH0)).containsExactly(WEB, DB);
    assertThat(ec2.groupsOf(ETH1)).containsExactly(QUARANTINE);
  }

  @Test
  void anInterfaceThatMayBeLeftOpenIsShouted() {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(
        a -> a.change() && a.action().startsWith("Modify") && !a.parameters().containsValue(OPEN),
        400,
        Ec2Xml.error("InvalidParameterValue", "no"));

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(failure).hasMessageContaining("OPEN TO EVERYTHING");
  }

  @Test
  void aThrottledCloseIsFinishedByTheNextAttempt() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(
        a -> a.change() && a.parameters().containsValue(QUARANTINE),
        503,
        Ec2Xml.error("RequestLimitExceeded", "slower"));
    ActionFailure first = isolationFails();
    ec2.again();

    isolate();

    assertThat(first.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(ec2.changes()).containsExactly(ETH0 + " -> [" + QUARANTINE + "]");
    assertThat(ec2.tagsOf(ETH0)).containsEntry("firebreak:previous-groups", WEB);
  }

  @Test
  void aCloseWhoseAnswerWasLostIsUnknown() {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(a -> a.change() && a.parameters().containsValue(QUARANTINE), 0, "");

    assertThat(isolationFails().kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void aReadBackOfTheOpenStepThatFailsDoesNotKeepItOpen() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(nth(2, "DescribeNetworkInterfaces"), 500, "");

    Isolation.Isolated isolated = (Isolation.Isolated) isolate();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
    assertThat(isolated.warnings()).singleElement().asString().contains("not read back");
  }

  @ParameterizedTest
  @ValueSource(strings = {"terminated", "shutting-down"})
  void aTerminatedInstanceIsRefused(String state) {
    ec2.state(state);

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("is " + state);
  }

  @Test
  void aStoppedInstanceIsIsolatedForWhenItStarts() throws ActionFailure {
    ec2.state("stopped").with(ETH0, List.of(WEB));

    isolate();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
  }

  @Test
  void anInstanceTheRegionDoesNotHaveIsRefused() {
    ec2.instead(
        a -> a.action().equals("DescribeInstances"),
        400,
        Ec2Xml.error("InvalidInstanceID.NotFound", "It does not exist"));

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("region eu-central-1 has no instance");
  }

  @Test
  void aVpcWithoutAQuarantineGroupIsRefusedBeforeAnyChange() {
    ec2.with(ETH0, List.of(WEB)).noGroup(QUARANTINE);

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("no quarantine group in " + Ec2Xml.VPC);
    assertThat(ec2.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "egress, 0.0.0.0/0, true",
    "egress, ::/0, true",
    "ingress, 0.0.0.0/1, true",
    "ingress, 10.0.0.0/7, true",
    "ingress, rubbish, true",
    "ingress, 10.0.0.0/8, false",
    "ingress, 203.0.113.7/32, false"
  })
  void aQuarantineGroupThatLetsAlmostEverythingThroughIsRefused(
      String direction, String range, boolean refused) {
    String rule = Ec2Xml.range(range);
    ec2.with(ETH0, List.of(WEB))
        .group(QUARANTINE, direction.equals("egress") ? Ec2Xml.egress(rule) : Ec2Xml.rules(rule));

    ActionFailure failure = isolationFails();

    assertThat(failure != null && failure.kind() == Kind.REFUSED).isEqualTo(refused);
    assertThat(ec2.groupsOf(ETH0)).containsExactly(refused ? WEB : QUARANTINE);
  }

  @Test
  void aQuarantineGroupWhoseMembersReachEachOtherIsRefused() {
    ec2.with(ETH0, List.of(WEB)).group(QUARANTINE, Ec2Xml.rules(Ec2Xml.from(QUARANTINE)));

    assertThat(isolationFails()).hasMessageContaining("reach each other");
  }

  // ---- probing

  @Test
  void itHoldsOnlyWhereEveryInterfaceIsIsolated() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE)).with(ETH1, List.of(DB));

    Observation seen = observe("isolate-instance");

    assertThat(seen.state()).isEqualTo(State.ABSENT);
    assertThat(seen.detail())
        .contains(ETH0 + " [" + QUARANTINE + "]")
        .contains(ETH1 + " [" + DB + "]");
  }

  @Test
  void aQuarantineThatWasOpenedSinceDoesNotHold() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE)).group(QUARANTINE, Ec2Xml.egress(Ec2Xml.all()));

    Observation seen = observe("isolate-instance");

    assertThat(seen.state()).isEqualTo(State.ABSENT);
    assertThat(seen.detail()).contains("lets 0.0.0.0/0 out");
  }

  @Test
  void aTerminatedInstanceIsNotIsolatedAndHasNothingToRelease() throws ActionFailure {
    ec2.state("terminated");

    assertThat(observe("isolate-instance").state()).isEqualTo(State.ABSENT);
    assertThat(observe("release-instance").state()).isEqualTo(State.HOLDS);
    assertThat(release()).isEqualTo(new Restoration.Released(List.of(), List.of()));
  }

  @Test
  void aFilterThatIsNotHeardWidensNothing() {
    ec2.instead(
        a -> a.action().equals("DescribeNetworkInterfaces"),
        200,
        Ec2Xml.interfaces(List.of(Ec2Xml.ni(ETH0, List.of(WEB), Map.of())))
            .replace(Ec2Xml.INSTANCE, "i-0bbbbbbbbbbbbbbb2"));

    ActionFailure failure = isolationFails();

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(ec2.changes()).isEmpty();
  }

  @Test
  void allPagesOfInterfacesAreRead() throws ActionFailure {
    ec2.with(ETH1, List.of(DB));
    String first =
        Ec2Xml.interfaces(List.of(Ec2Xml.ni(ETH0, List.of(QUARANTINE), Map.of())))
            .replace("</networkInterfaceSet>", "</networkInterfaceSet><nextToken>..</nextToken>");
    ec2.instead(
        a ->
            a.action().equals("DescribeNetworkInterfaces")
                && !a.parameters().containsKey("NextToken"),
        200,
        first);

    Observation seen = observe("isolate-instance");

    assertThat(seen.detail()).contains(ETH0).contains(ETH1);
  }

  @Test
  void pagesWithoutEndAreGivenUp() {
    ec2.instead(
        a -> a.action().equals("DescribeNetworkInterfaces"),
        200,
        Ec2Xml.result("DescribeNetworkInterfaces", "<nextToken>again</nextToken>"));

    ActionFailure failure =
        catchThrowableOfType(ActionFailure.class, () -> observe("isolate-instance"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  // ---- releasing

  @Test
  void aReleaseGivesEachInterfaceItsGroupsBackAndForgetsTheNote() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE), GroupNote.of(List.of(WEB, DB)))
        .with(ETH1, List.of(OPEN), GroupNote.of(List.of(DB)));

    Record released = release();

    assertThat(released).isEqualTo(new Restoration.Released(List.of(ETH0, ETH1), List.of()));
    assertThat(ec2.groupsOf(ETH0)).containsExactly(WEB, DB);
    assertThat(ec2.groupsOf(ETH1)).containsExactly(DB);
    assertThat(ec2.tagsOf(ETH0)).isEmpty();
    assertThat(observe("release-instance").state()).isEqualTo(State.HOLDS);
  }

  @Test
  void anIsolatedInterfaceWithoutANoteIsRefusedWhileTheOthersAreReleased() {
    ec2.with(ETH0, List.of(QUARANTINE)).with(ETH1, List.of(QUARANTINE), GroupNote.of(List.of(DB)));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, this::release);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure)
        .hasMessageContaining("the tag firebreak:previous-groups is gone")
        .hasMessageContaining("choose its security groups in the EC2 console");
    assertThat(ec2.groupsOf(ETH0)).containsExactly(QUARANTINE);
    assertThat(ec2.groupsOf(ETH1)).containsExactly(DB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sg-1", "everyone", "sg-0111111111111111a,sg-0222222222222222b", "+"})
  void aNoteThatCannotBeTrustedIsNotFollowed(String value) {
    ec2.with(ETH0, List.of(QUARANTINE), Map.of("firebreak:previous-groups", value));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, this::release);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(ec2.changes()).isEmpty();
  }

  @Test
  void anInterfaceThatSomebodyReleasedKeepsHisGroups() throws ActionFailure {
    ec2.with(ETH0, List.of(DB), GroupNote.of(List.of(WEB)));

    Record released = release();

    assertThat(released).isEqualTo(new Restoration.Released(List.of(), List.of()));
    assertThat(ec2.groupsOf(ETH0)).containsExactly(DB);
    assertThat(ec2.tagsOf(ETH0)).isEmpty();
  }

  @Test
  void groupsThatAreGoneAreRefusedByName() {
    ec2.with(ETH0, List.of(QUARANTINE), GroupNote.of(List.of(WEB)));
    ec2.instead(
        a -> a.change() && a.parameters().containsValue(WEB),
        400,
        Ec2Xml.error("InvalidGroup.NotFound", "It does not exist"));

    ActionFailure failure = catchThrowableOfType(ActionFailure.class, this::release);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("[" + WEB + "]: one of them does not exist any more");
  }

  @Test
  void aNoteThatCannotBeDeletedDoesNotSpoilTheRelease() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE), GroupNote.of(List.of(WEB)));
    ec2.instead(
        a -> a.action().equals("DeleteTags"),
        403,
        Ec2Xml.error("UnauthorizedOperation", "not you"));

    Restoration.Released released = (Restoration.Released) release();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(WEB);
    assertThat(released.warnings()).singleElement().asString().contains("stays");
  }

  @Test
  void isolatingAndReleasingEndWhereItBegan() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB, DB));

    isolate();
    release();

    assertThat(ec2.groupsOf(ETH0)).containsExactly(WEB, DB);
    assertThat(ec2.tagsOf(ETH0)).isEmpty();
  }

  // ---- the note

  @Test
  void sixteenGroupsFitIntoTagsOf256Characters() {
    List<String> sixteen =
        IntStream.range(0, 16).mapToObj(i -> "sg-0123456789abcdef%x".formatted(i)).toList();

    Map<String, String> tags = GroupNote.of(sixteen);

    assertThat(tags).hasSize(2);
    assertThat(tags.values()).allMatch(v -> v.length() <= 256);
    assertThat(GroupNote.read(tags)).contains(sixteen);
  }

  @Test
  void aSecondTagLeftFromALongerNoteIsNotRead() {
    Map<String, String> tags = new TreeMap<>();
    tags.put(GroupNote.KEY + "-2", WEB);
    tags.putAll(GroupNote.of(List.of(DB)));

    assertThat(GroupNote.read(tags)).contains(List.of(DB));
  }

  @Test
  void aLongNoteWithoutItsSecondTagIsNotTrusted() {
    Map<String, String> tags =
        new TreeMap<>(
            GroupNote.of(
                IntStream.range(0, 16)
                    .mapToObj(i -> "sg-0123456789abcdef%x".formatted(i))
                    .toList()));
    tags.remove(GroupNote.KEY + "-2");

    assertThat(GroupNote.read(tags)).isEmpty();
  }

  // ---- rehearsing

  @Test
  void aRehearsalNamesTheInterfacesAndTheirGroups() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB)).with(ETH1, List.of(QUARANTINE));

    Preview preview = preview();

    assertThat(preview.affected()).isOne();
    assertThat(preview.sentence())
        .isEqualTo(
            "would isolate "
                + Ec2Xml.INSTANCE
                + " (running) by 1 of its 2 interfaces: "
                + ETH0
                + " ["
                + WEB
                + "]; each is open to everything for 7 s before");
    assertThat(ec2.changes()).isEmpty();
  }

  @Test
  void aRehearsalOfWhatIsIsolatedChangesNothing() throws ActionFailure {
    ec2.with(ETH0, List.of(QUARANTINE));

    assertThat(preview().affected()).isZero();
  }

  // ---- readiness

  @Test
  void dryRunsTellWhatIsAllowed() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));

    Readiness ready = connector.readiness();

    assertThat(ready.account())
        .isEqualTo("arn:aws:iam::111122223333:user/firebreak in eu-central-1");
    assertThat(ready.grants())
        .allMatch(g -> g.state() == Readiness.State.GRANTED)
        .allMatch(g -> g.detail().equals("a dry run on " + ETH0 + " was allowed"));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeSecurityGroups, MISSING, MISSING",
    "ModifyNetworkInterfaceAttribute, MISSING, MISSING",
    "CreateTags, MISSING, GRANTED",
    "DeleteTags, GRANTED, MISSING"
  })
  void aPermissionThatIsMissingIsNamed(
      String action, Readiness.State isolate, Readiness.State release) throws ActionFailure {
    ec2.with(ETH0, List.of(WEB));
    ec2.instead(
        a -> a.dry() && a.action().equals(action),
        403,
        Ec2Xml.error("UnauthorizedOperation", "no"));

    Readiness ready = connector.readiness();

    assertThat(ready.grants()).extracting(Readiness.Grant::state).containsExactly(isolate, release);
    assertThat(ready.grants())
        .filteredOn(g -> g.state() == Readiness.State.MISSING)
        .allMatch(g -> g.detail().contains("give ec2:" + action));
  }

  @Test
  void groupsThatAreNotAsTheyMustBeAreMissing() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB)).group(QUARANTINE, Ec2Xml.egress(Ec2Xml.all())).group(OPEN, "");

    Readiness.Grant isolate = connector.readiness().grants().get(0);

    assertThat(isolate.state()).isEqualTo(Readiness.State.MISSING);
    assertThat(isolate.detail())
        .contains(QUARANTINE + " lets 0.0.0.0/0 out")
        .contains("open group " + OPEN + " must allow all traffic");
  }

  @Test
  void groupsThatAreNotThereAreMissing() throws ActionFailure {
    ec2.with(ETH0, List.of(WEB)).noGroup(QUARANTINE).noGroup(OPEN);

    assertThat(connector.readiness().grants().get(0).detail())
        .contains("there is no quarantine group " + QUARANTINE)
        .contains("there is no open group " + OPEN);
  }

  @Test
  void withoutAnInterfaceNothingCanBeTried() throws ActionFailure {
    assertThat(connector.readiness().grants())
        .allMatch(g -> g.state() == Readiness.State.UNTOLD)
        .allMatch(g -> g.detail().contains("no interface to try on"));
  }

  // ---- inputs and settings

  @ParameterizedTest
  @ValueSource(
      strings = {"", "*", "i-", "web-1", "i-0A1B2C3D", "i-0a1b2c3d,i-0a1b2c3e", "eni-0a1b2c3d"})
  void whatIsNoInstanceIdIsRefused(String instance) {
    assertThatThrownBy(() -> new InstanceId(instance))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'instance'");
  }

  @ParameterizedTest
  @CsvSource({
    "region, Frankfurt, must be like eu-central-1",
    "quarantine-groups, isolated, must hold ids like sg-",
    "quarantine-groups, ',', must name a security group",
    "open-groups, sg-0ffffffffffffff01, cannot be in both",
    "open-for, PT31S, from PT0S to PT30S",
    "open-for, -PT1S, from PT0S to PT30S",
    "sts-url, https://u:p@sts.example, must be like https"
  })
  void aSettingThatCannotWorkIsRefused(String key, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(key, value))).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-central-1, https://ec2.eu-central-1.amazonaws.com, https://sts.eu-central-1.amazonaws.com",
    "cn-north-1, https://ec2.cn-north-1.amazonaws.com.cn, https://sts.cn-north-1.amazonaws.com.cn"
  })
  void theEndpointsAreTheRegions(String region, String expectedEc2, String expectedSts) {
    AwsEc2Settings bound =
        Settings.bind(
            "connector",
            AwsEc2Settings.class,
            Map.of(
                "region",
                region,
                "access-key-id",
                "AKIAMADEUP",
                "secret-access-key",
                "s",
                "quarantine-groups",
                QUARANTINE));

    assertThat(bound.ec2()).hasToString(expectedEc2);
    assertThat(bound.sts()).hasToString(expectedSts);
    assertThat(bound.openFor()).isEqualTo(Duration.ofSeconds(5));
  }

  // ---- how

  @SuppressWarnings("unchecked")
  private Action<InstanceId, Record> action(String name) {
    return (Action<InstanceId, Record>)
        connector.actions().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static Call<InstanceId> call() {
    return new Call<>(
        new InstanceId(Ec2Xml.INSTANCE),
        "00112233445566778899aabbccddeeff00112233",
        "incident-1",
        Instant.now().plusSeconds(60));
  }

  private static Predicate<FakeEc2.Asked> nth(int n, String action) {
    AtomicInteger seen = new AtomicInteger();
    return a -> a.action().equals(action) && !a.dry() && seen.incrementAndGet() == n;
  }

  private Record isolate() throws ActionFailure {
    return action("isolate-instance").body().run(call());
  }

  private ActionFailure isolationFails() {
    return catchThrowableOfType(ActionFailure.class, this::isolate);
  }

  private Record release() throws ActionFailure {
    return action("release-instance").body().run(call());
  }

  private Observation observe(String name) throws ActionFailure {
    return action(name).probe().orElseThrow().observe(call());
  }

  private Preview preview() throws ActionFailure {
    return action("isolate-instance").preview(call());
  }
}
