/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.contract.Element;
import io.millrace.operators.contract.OperatorContract;
import io.millrace.operators.contract.Subject;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.drift.DriftState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftContractTest {
  private static final List<String> STREAMS = List.of("a", "b", "c", "d");
  private static final int LENGTH = 14;

  /** Room for about one stream, so that states move in and out. */
  private static final long SMALL_HOT = 40_000;

  private static DriftRules rules(String learner) {
    return DriftRules.of(learner, "adwin")
        .withLabelDelay(Duration.ofMillis(60))
        .withWindow(5)
        .withColdLabels(3);
  }

  private static Subject<DriftEvent, String, ClassPrediction> subject(
      Backends backend, String learner) {
    DriftSettings settings =
        DriftSettings.of(rules(learner), new CatalogueParts(learner, "adwin", 2, 1))
            .withHotBytes(SMALL_HOT);
    return new Subject<>(
        bundle ->
            new DriftOperator(settings.withBundle(new BundleBounds(bundle, Duration.ofMillis(20)))),
        DriftEvent::streamId,
        Types.STRING,
        List.of(DriftOutputs.REPORTS, DriftOutputs.UNMATCHED, DriftOutputs.REJECTED),
        DriftContractTest::describe,
        DriftContractTest::key,
        operator -> false,
        backend);
  }

  static String describe(Object output) {
    if (output instanceof ClassPrediction p) {
      return p.instanceId()
          + " "
          + p.label()
          + " "
          + Arrays.toString(p.votes())
          + " "
          + p.expert()
          + " "
          + p.confidence()
          + " "
          + p.cold()
          + " "
          + p.modelVersion();
    }
    if (output instanceof StreamReport r) {
      return r.cause()
          + " "
          + r.modelVersion()
          + " "
          + r.predicted()
          + " "
          + r.judged()
          + " "
          + r.scores()
          + " "
          + r.waiting()
          + " "
          + r.unmatched()
          + " "
          + r.unlabelled()
          + " "
          + r.alarm()
          + Arrays.toString(r.chosen())
          + Arrays.toString(r.right())
          + r.routerEntropy();
    }
    return output instanceof StrayLabel stray ? stray.reason() : ((Rejected<?>) output).reason();
  }

  private static String key(Object output) {
    if (output instanceof ClassPrediction prediction) {
      return prediction.streamId();
    }
    if (output instanceof StreamReport report) {
      return report.streamId();
    }
    return output instanceof StrayLabel stray
        ? stray.label().streamId()
        : ((DriftEvent) ((Rejected<?>) output).record()).streamId();
  }

  /** Some labels come with their instance, some later, some too late, some never. */
  private static List<Element<DriftEvent, Void>> elements(long seed, boolean faults) {
    Random random = new Random(seed);
    List<DriftEvent> events = new ArrayList<>();
    for (String stream : STREAMS) {
      List<Arrival> labelled = Events.sea(stream, LENGTH, seed + stream.hashCode(), true);
      for (int i = 0; i < LENGTH; i++) {
        Arrival arrival = labelled.get(i);
        ClassLabel label = arrival.label();
        int kind = random.nextInt(10);
        if (faults && i > 0 && kind == 0) {
          events.add(Events.arrival(stream, i, arrival.timeMillis(), label, 1));
        } else if (kind < 4) {
          events.add(arrival);
        } else {
          events.add(Events.arrival(stream, i, arrival.timeMillis(), null, arrival.features()));
          if (kind < 9) {
            long late = faults && kind == 8 ? 80 : random.nextInt(6) * 10L;
            events.add(Events.label(stream, i, arrival.timeMillis() + late, label));
          }
        }
      }
    }
    // In the order of time but for a little disorder, which watermarks allow for.
    IdentityHashMap<DriftEvent, Long> at = new IdentityHashMap<>();
    events.forEach(event -> at.put(event, event.timeMillis() + random.nextInt(30)));
    events.sort(Comparator.comparing(at::get));
    List<Element<DriftEvent, Void>> elements = new ArrayList<>();
    long newest = 0;
    for (DriftEvent event : events) {
      elements.add(new Element.Keyed<>(event, event.timeMillis()));
      newest = Math.max(newest, event.timeMillis());
      if (random.nextInt(5) == 0) {
        elements.add(new Element.Mark<>(newest - 31));
      }
    }
    elements.add(new Element.Mark<>(newest + 1000));
    return elements;
  }

  private static OperatorContract<DriftEvent, Void, String, ClassPrediction> contract(
      Backends backend, String learner, boolean faults) {
    return new OperatorContract<>(subject(backend, learner), elements(1, faults));
  }

  /** RocksDB is slow to start: where it starts often, one size has to do. */
  private static int[] bundles(Backends backend) {
    return backend == Backends.HEAP ? OperatorContract.bundles() : new int[] {3};
  }

  /** The same events straight through the class that decides, without operator or watermarks. */
  private static Map<String, List<String>> plain(List<Element<DriftEvent, Void>> elements) {
    Map<String, List<String>> expected = new TreeMap<>();
    for (String name : STREAMS) {
      Collected out = new Collected();
      var parts = new CatalogueParts("hoeffding-tree", "adwin", 2, 1);
      var state = new DriftState(name, parts);
      DriftStream stream = new DriftStream(rules("hoeffding-tree"), new DriftTally(), out);
      for (Element<DriftEvent, Void> element : elements) {
        if (element instanceof Element.Keyed<DriftEvent, Void> keyed
            && keyed.value().streamId().equals(name)) {
          stream.accept(state, keyed.value());
        }
      }
      stream.advance(state, 100_000);
      out.predictions.forEach(p -> note("out " + name, describe(p), p.timeMillis(), expected));
      out.reports.forEach(
          r -> note("drift-reports " + name, describe(r), r.timeMillis(), expected));
      out.strays.forEach(
          s -> note("unmatched-labels " + name, describe(s), s.label().timeMillis(), expected));
      for (int i = 0; i < out.rejected.size(); i++) {
        String reason = out.reasons.get(i).substring(out.reasons.get(i).indexOf(' ') + 1);
        note("rejected-events " + name, reason, out.rejected.get(i).timeMillis(), expected);
      }
    }
    return expected;
  }

  private static void note(
      String channel, String line, long millis, Map<String, List<String>> all) {
    all.computeIfAbsent(channel, key -> new ArrayList<>()).add(line + " @" + millis);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void outputsAreThoseOfAPlainRunWhateverTheBundle(Backends backend) throws Exception {
    Map<String, List<String>> plain = plain(elements(1, true));
    assertThat(plain.keySet())
        .anyMatch(channel -> channel.startsWith("drift-reports"))
        .anyMatch(channel -> channel.startsWith("unmatched-labels"))
        .anyMatch(channel -> channel.startsWith("rejected-events"));
    contract(backend, "hoeffding-tree", true).resultsDoNotDependOnTheBundle(plain);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void restoringAfterEveryElementChangesNothing(Backends backend) throws Exception {
    contract(backend, "hoeffding-tree", true)
        .restoringAfterEveryElementChangesNothing(bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void failuresChangeNothing(Backends backend) throws Exception {
    contract(backend, "hoeffding-tree", true).failuresChangeNothing(3, bundles(backend));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void rescalingChangesNothing(Backends backend) throws Exception {
    contract(backend, "hoeffding-tree", true).rescalingChangesNothing(bundles(backend));
    contract(backend, "moe-data", false).rescalingChangesNothing(3);
    contract(backend, "adaptive", false).rescalingChangesNothing(3);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void repeatedEventsChangeNoPrediction(Backends backend) throws Exception {
    contract(backend, "hoeffding-tree", false)
        .repeatedRecordsChangeNoResult(
            4, List.of(DriftOutputs.REPORTS, DriftOutputs.UNMATCHED, DriftOutputs.REJECTED));
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void poisonedEventsAreSetAside(Backends backend) throws Exception {
    contract(backend, "hoeffding-tree", false)
        .aPoisonedRecordIsSetAside(
            Events.arrival("a", 1, 0, ClassLabel.of(-1), 1), DriftOutputs.REJECTED);
  }
}
