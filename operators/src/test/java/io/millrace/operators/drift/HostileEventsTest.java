/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.operators.contract.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand events that nobody should send, between good ones. */
class HostileEventsTest {
  private static final int HOSTILE = 10_000;
  private static final int GOOD = 600;
  private static final List<String> STREAMS = List.of("a", "b", "c");
  private static final int[] NUMERIC = {};

  private final Random random = new Random(20);

  private static DriftSettings settings(String learner) {
    return DriftSettings.of(
            DriftRules.of(learner, "adwin")
                .withLabelDelay(Duration.ofSeconds(1))
                .withMaxAttributes(50)
                .withMaxClasses(20),
            new CatalogueParts(learner, "adwin", 2, 1))
        .withHotBytes(200_000);
  }

  /** Instances with labels that come late, in the order of time. */
  private static List<DriftEvent> good() {
    List<List<Arrival>> streams = new ArrayList<>();
    for (String stream : STREAMS) {
      streams.add(Events.sea(stream, GOOD, stream.hashCode(), true));
    }
    List<DriftEvent> events = new ArrayList<>();
    for (int i = 0; i < GOOD; i++) {
      for (List<Arrival> stream : streams) {
        Arrival now = stream.get(i);
        events.add(Events.arrival(now.streamId(), i, now.timeMillis(), null, now.features()));
        if (i >= 10) {
          ClassLabel label = stream.get(i - 10).label();
          events.add(Events.label(now.streamId(), i - 10, now.timeMillis(), label));
        }
      }
    }
    return events;
  }

  /** An event that must be rejected, of a good stream or of none. */
  private DriftEvent poison(long now) {
    String stream = STREAMS.get(random.nextInt(3));
    String id = "x" + random.nextInt();
    double[] x = {1, 2, 3};
    return switch (random.nextInt(14)) {
      case 0 -> arrival(stream, id, now, new double[random.nextInt(3)]);
      case 1 -> arrival(stream, id, now, new double[4 + random.nextInt(100)]);
      case 2 -> arrival("", id, now, x);
      case 3 -> arrival(stream, "", now, x);
      case 4 -> arrival("s".repeat(1025 + random.nextInt(5000)), id, now, x);
      case 5 -> arrival(stream, "i".repeat(1025 + random.nextInt(5000)), now, x);
      case 6 -> arrival(stream, id, -1 - random.nextLong(Long.MAX_VALUE), x);
      case 7 -> arrival(stream, id, EventCheck.LAST_MILLIS + 1 + random.nextInt(1 << 30), x);
      case 8 -> arrival(stream, id, random.nextLong(1000), x);
      case 9 -> new Arrival(stream, id, now, x, positions(), null, Events.ORIGIN);
      case 10 -> {
        ClassLabel label = ClassLabel.of(random.nextBoolean() ? -1 - random.nextInt(9) : 20);
        yield new Arrival(stream, id, now, x, NUMERIC, label, Events.ORIGIN);
      }
      case 11 -> {
        ClassLabel label = ClassLabel.of(random.nextBoolean() ? "" : "c".repeat(2000));
        yield new Arrival(stream, id, now, x, NUMERIC, label, Events.ORIGIN);
      }
      case 12 -> {
        long time = random.nextBoolean() ? Long.MIN_VALUE + random.nextInt(9) : Long.MAX_VALUE;
        yield new LateLabel(stream, id, time, ClassLabel.of(1), Events.ORIGIN);
      }
      default -> {
        int code = random.nextBoolean() ? Integer.MIN_VALUE : 20 + random.nextInt(1 << 30);
        yield new LateLabel(stream, id, now, ClassLabel.of(code), Events.ORIGIN);
      }
    };
  }

  private static Arrival arrival(String stream, String id, long millis, double[] x) {
    return new Arrival(stream, id, millis, x, NUMERIC, null, Events.ORIGIN);
  }

  /** Positions that do not ascend, lie beyond the attributes, or are not those of the stream. */
  private int[] positions() {
    return switch (random.nextInt(4)) {
      case 0 -> new int[] {1, 1};
      case 1 -> new int[] {2, 0};
      case 2 -> new int[] {3 + random.nextInt(9)};
      default -> new int[] {random.nextInt(3)};
    };
  }

  /** A label without an instance, or of another kind than the stream's others. */
  private DriftEvent stray(long now) {
    String stream = random.nextInt(3) == 0 ? "nobody" + random.nextInt() : "a";
    ClassLabel label = random.nextBoolean() ? ClassLabel.of("name") : ClassLabel.of(1);
    return new LateLabel(stream, "x" + random.nextInt(), now, label, Events.ORIGIN);
  }

  /** An odd instance that is taken, of a stream of its own: odd numbers, new codes, new classes. */
  private DriftEvent odd(int number, long now) {
    double[] values = {
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Double.MIN_VALUE,
      1e300,
      -0.0,
      1e18,
      -7,
      16_384,
      0.5,
      random.nextInt(16_000)
    };
    double[] x = new double[4];
    for (int i = 0; i < x.length; i++) {
      x[i] = values[random.nextInt(values.length)];
    }
    return new Arrival(
        "odd" + number % 7,
        "o" + number,
        now,
        x,
        new int[] {1, 3},
        ClassLabel.of(random.nextInt(20)),
        Events.ORIGIN);
  }

  /** What was predicted of the good streams. */
  private static Map<String, List<String>> byStream(List<ClassPrediction> predictions) {
    Map<String, List<String>> streams = new TreeMap<>();
    for (ClassPrediction prediction : predictions) {
      if (STREAMS.contains(prediction.streamId())) {
        streams
            .computeIfAbsent(prediction.streamId(), id -> new ArrayList<>())
            .add(DriftContractTest.describe(prediction));
      }
    }
    return streams;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hoeffding-tree", "naive-bayes", "moe-data"})
  void hostileEventsEndAsDeadLettersAndChangeNothingElse(String learner) throws Exception {
    List<DriftEvent> good = good();
    Map<String, List<String>> undisturbed;
    try (Rig rig = new Rig(settings(learner), Backends.HEAP)) {
      for (DriftEvent event : good) {
        rig.feed(event);
        rig.mark(event.timeMillis() - 1);
      }
      rig.mark(100_000);
      undisturbed = byStream(rig.predictions());
    }

    int poisoned = 0;
    int strays = 0;
    int odds = 0;
    try (Rig rig = new Rig(settings(learner), Backends.HEAP)) {
      for (int i = 0; i < good.size(); i++) {
        DriftEvent event = good.get(i);
        rig.feed(event);
        rig.mark(event.timeMillis() - 1);
        // Not before every stream has shown what its instances look like.
        int due = i < 9 ? 0 : (int) ((long) HOSTILE * (i + 1) / good.size());
        while (poisoned + strays + odds < due) {
          switch (random.nextInt(8)) {
            case 0 -> rig.feed(odd(odds++, event.timeMillis()));
            case 1 -> {
              rig.feed(stray(event.timeMillis()));
              strays++;
            }
            default -> {
              rig.feed(poison(event.timeMillis()));
              poisoned++;
            }
          }
        }
      }
      rig.mark(100_000);
      List<ClassPrediction> predictions = rig.predictions();
      assertThat(byStream(predictions)).isEqualTo(undisturbed);
      List<ClassPrediction> taken =
          predictions.stream().filter(p -> p.streamId().startsWith("odd")).toList();
      assertThat(taken).hasSize(odds);
      for (ClassPrediction prediction : taken) {
        assertThat(prediction.confidence()).isBetween(0.0, 1.0);
        for (double vote : prediction.votes()) {
          if (!(vote >= 0 && vote < Double.POSITIVE_INFINITY)) {
            assertThat(vote).as("a vote of %s", prediction).isFinite().isNotNegative();
          }
        }
      }
      var rejected = rig.side(DriftOutputs.REJECTED);
      assertThat(rejected).hasSize(poisoned);
      assertThat(rejected)
          .allMatch(letter -> letter.reason().length() > 20 && letter.reason().length() < 500);
      assertThat(rig.side(DriftOutputs.UNMATCHED)).hasSize(strays);
      Set<String> remedies = new TreeSet<>();
      rejected.forEach(
          letter -> remedies.add(letter.reason().replaceAll(".*'?: |[-0-9]+", "").strip()));
      assertThat(remedies).as("distinct kinds of reason").hasSizeGreaterThan(6);
    }
    assertThat(poisoned + strays + odds).isEqualTo(HOSTILE);
  }
}
