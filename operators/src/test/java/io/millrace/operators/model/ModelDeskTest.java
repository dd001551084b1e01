/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.cnn.Timeline;
import io.millrace.state.cnn.MovingSum;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelDeskTest {
  private static final Timeline TIMELINE = new Timeline(8, 4, 4, 0);

  private final Queue<Runnable> background = new ArrayDeque<>();
  private final Queue<ModelDesk.Handover.Action> mail = new ArrayDeque<>();
  private final Map<String, MovingSum> loaded = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private boolean mailClosed;
  private ModelDesk desk;

  private final class Log implements ModelDesk.Owner {
    @Override
    public void beforeSwap() {
      log.add("before swap");
    }

    @Override
    public void swapped(ServedModel model) {
      log.add("swapped " + model.version());
    }

    @Override
    public void report(
        ModelAnnouncement announcement, ModelReport.Outcome outcome, String message) {
      log.add(outcome + " " + announcement.version() + ": " + message);
    }
  }

  private ServedModel load(ModelAnnouncement announcement, ModelLoader.Place place) {
    if (announcement.version().startsWith("broken")) {
      throw new IllegalArgumentException("checksum differs");
    }
    Timeline timeline = announcement.version().startsWith("long") ? longer() : TIMELINE;
    boolean rescaled = announcement.version().endsWith("rescaled");
    Normalisation input =
        rescaled ? new Normalisation(new float[1], new float[] {2}) : Normalisation.none(1);
    int factor = announcement.version().charAt(0);
    MovingSum cnn = new MovingSum(timeline, 1, factor, input.fingerprint());
    loaded.put(announcement.version(), cnn);
    return new ServedModel(announcement.version(), cnn, input, List.of(), 0);
  }

  private static Timeline longer() {
    return new Timeline(16, 4, 4, 0);
  }

  private static ModelAnnouncement announcement(String version, Migration migration) {
    return new ModelAnnouncement("m", version, "mem:" + version, "", 0, migration);
  }

  private static ModelAnnouncement announcement(String version) {
    return announcement(version, Migration.RESET);
  }

  @BeforeEach
  void open() throws Exception {
    desk =
        new ModelDesk(
            this::load,
            new ModelLoader.Place(OptionalInt.empty(), 0),
            background::add,
            action -> {
              if (mailClosed) {
                throw new RejectedExecutionException("closed");
              }
              mail.add(action);
            },
            new Log());
    desk.open(Serving.first(announcement("1")));
    log.clear();
  }

  private void runBackground() {
    while (!background.isEmpty()) {
      background.remove().run();
    }
  }

  private void settle() throws Exception {
    while (!background.isEmpty() || !mail.isEmpty()) {
      runBackground();
      while (!mail.isEmpty()) {
        mail.remove().run();
      }
    }
  }

  @Test
  void anAnnouncedModelServesOnceLoadedAndTheOldOneIsClosed() throws Exception {
    desk.announce(announcement("2"));
    assertThat(desk.model().version()).isEqualTo("1");
    runBackground();
    assertThat(desk.model().version()).isEqualTo("1");
    assertThat(desk.loading()).isTrue();
    settle();
    assertThat(desk.model().version()).isEqualTo("2");
    assertThat(log).containsExactly("before swap", "swapped 2", "SERVING 2: streams warm up");
    assertThat(loaded.get("1").open()).isZero();
    assertThat(loaded.get("2").open()).isEqualTo(1);
    assertThat(desk.wanted()).isNull();
  }

  @Test
  void aBrokenModelLeavesTheOldOneServingAndSaysWhy() throws Exception {
    desk.announce(announcement("broken"));
    settle();
    assertThat(desk.model().version()).isEqualTo("1");
    assertThat(log)
        .containsExactly(
            "FAILED broken: version broken at mem:broken cannot be loaded: checksum differs;"
                + " version 1 goes on serving");
    assertThat(desk.wanted()).isNull();
    desk.announce(announcement("2"));
    settle();
    assertThat(desk.model().version()).isEqualTo("2");
  }

  @Test
  void ofSeveralAnnouncedTheLastOneCounts() throws Exception {
    desk.announce(announcement("2"));
    desk.announce(announcement("3"));
    desk.announce(announcement("4"));
    assertThat(background).hasSize(1);
    settle();
    assertThat(desk.model().version()).isEqualTo("4");
    assertThat(loaded.keySet()).containsExactlyInAnyOrder("1", "2", "4");
    assertThat(loaded.get("2").open()).isZero();
    assertThat(log).filteredOn(line -> line.startsWith("swapped")).containsExactly("swapped 4");
  }

  @Test
  void announcingTheServingModelAgainCallsOffTheOther() throws Exception {
    desk.announce(announcement("2"));
    desk.announce(announcement("1"));
    settle();
    assertThat(desk.model().version()).isEqualTo("1");
    assertThat(log).isEmpty();
    assertThat(loaded.get("2").open()).isZero();
  }

  @Test
  void otherModelsAndRepetitionsAreNotLoaded() {
    desk.announce(new ModelAnnouncement("other", "9", "mem:9", "", 0, Migration.RESET));
    desk.announce(announcement("1"));
    assertThat(background).isEmpty();
    desk.announce(announcement("2"));
    desk.announce(announcement("2"));
    assertThat(background).hasSize(1);
  }

  @Test
  void keptMemoriesAreThoseOfTheWholeLineage() throws Exception {
    desk.announce(announcement("2", Migration.KEEP));
    settle();
    desk.announce(announcement("3", Migration.KEEP));
    settle();
    assertThat(desk.serving().continues(loaded.get("1").fingerprint())).isTrue();
    assertThat(desk.serving().continues(loaded.get("2").fingerprint())).isTrue();
    assertThat(log.get(5)).contains("go on with the memories");
    desk.announce(announcement("4"));
    settle();
    assertThat(desk.serving().lineage()).isEmpty();
  }

  @Test
  void anotherNormalisationOfTheSameNetworkStartsStreamsOver() throws Exception {
    desk.announce(announcement("1 again"));
    settle();
    assertThat(log).last().asString().contains("streams go on");
    desk.announce(announcement("1 rescaled"));
    settle();
    assertThat(log).last().asString().contains("streams warm up");
    assertThat(desk.serving().continues(loaded.get("1 again").fingerprint())).isFalse();
  }

  @Test
  void memoriesFromBeforeNormalisationWasComparedGoOnUntilItChanges() throws Exception {
    long network = new MovingSum(TIMELINE, 1, '1').fingerprint();
    assertThat(desk.serving().continues(network)).isFalse();
    desk.open(new Serving(announcement("1"), new long[0], true));
    assertThat(desk.serving().bare()).isFalse();
    assertThat(desk.serving().continues(network)).isTrue();
    desk.announce(announcement("1 again"));
    settle();
    assertThat(desk.serving().continues(network)).isTrue();
    desk.announce(announcement("1 rescaled"));
    settle();
    assertThat(desk.serving().continues(network)).isFalse();
  }

  @Test
  void memoriesOfAnotherLayoutAreNotKeptAndTheReportSaysSo() throws Exception {
    desk.announce(announcement("long", Migration.KEEP));
    settle();
    assertThat(log).last().asString().contains("'keep' is not possible").contains("warm up");
    assertThat(desk.serving().lineage()).isEmpty();
  }

  @Test
  void aModelReadyAfterTheTaskEndedIsClosed() {
    desk.announce(announcement("2"));
    desk.close();
    mailClosed = true;
    runBackground();
    assertThat(loaded.get("1").open()).isZero();
    assertThat(loaded.get("2").open()).isZero();
  }

  @Test
  void aModelWhoseMailIsNeverReadIsClosedWithTheTask() {
    desk.announce(announcement("2"));
    runBackground();
    desk.close();
    assertThat(loaded.get("2").open()).isZero();
  }

  @Test
  void mailReadAfterTheEndChangesNothing() throws Exception {
    desk.announce(announcement("2"));
    runBackground();
    desk.close();
    settle();
    assertThat(log).isEmpty();
    assertThat(loaded.get("2").open()).isZero();
  }

  @Test
  void aTaskDoesNotStartWithoutItsModel() {
    assertThatThrownBy(() -> desk.open(Serving.first(announcement("broken"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("model 'm' version broken at mem:broken")
        .hasMessageContaining("checksum differs")
        .hasMessageContaining("Put the bundle back");
  }
}
