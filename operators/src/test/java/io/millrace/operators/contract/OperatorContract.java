/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;
import org.apache.flink.util.OutputTag;

/**
 * The contract of a keyed operator. Each method is one clause and fails with the outputs that
 * differ; outputs are compared per side output and key, in order, with their timestamps.
 *
 * @param <I> the keyed input
 * @param <C> the broadcast input
 * @param <K> the key
 * @param <O> the output
 */
public final class OperatorContract<I, C, K, O> {
  private static final int[] BUNDLES = {1, 3, 64};

  private final Subject<I, K, O> subject;
  private final List<Element<I, C>> elements;

  /**
   * @param elements a stream with several keys, in the order in which it is fed
   */
  public OperatorContract(Subject<I, K, O> subject, List<Element<I, C>> elements) {
    this.subject = subject;
    this.elements = elements;
  }

  /** Bundles of one, of a few, and larger than a stream here fills. */
  public static int[] bundles() {
    return BUNDLES.clone();
  }

  /** Whatever the bundle's size, the outputs are those of a plain implementation. */
  public void resultsDoNotDependOnTheBundle(Map<String, List<String>> expected) throws Exception {
    for (int bundle : BUNDLES) {
      assertThat(run(bundle, elements)).as("bundles of %d", bundle).isEqualTo(expected);
    }
  }

  /** Stopping and restoring after each element changes nothing, with bundles of those sizes. */
  public void restoringAfterEveryElementChangesNothing(int... bundles) throws Exception {
    for (int bundle : bundles) {
      Cluster<I, C, K, O> cluster = new Cluster<>(subject, bundle);
      cluster.start(1);
      for (Element<I, C> element : elements) {
        cluster.feed(element);
        cluster.checkpoint();
        cluster.stop();
        cluster.start(1);
      }
      assertThat(finish(cluster)).as("bundles of %d", bundle).isEqualTo(reference());
    }
  }

  /** A failure that throws away what came after the checkpoint changes nothing once replayed. */
  public void failuresChangeNothing(long seed, int... bundles) throws Exception {
    Random random = new Random(seed);
    for (int bundle : bundles) {
      Cluster<I, C, K, O> cluster = new Cluster<>(subject, bundle);
      cluster.start(1);
      int safe = 0;
      cluster.checkpoint();
      for (int at = 0; at < elements.size(); ) {
        cluster.feed(elements.get(at++));
        int dice = random.nextInt(10);
        if (dice == 0) {
          cluster.checkpoint();
          safe = at;
        } else if (dice == 1) {
          cluster.stop();
          cluster.start(1);
          at = safe;
        }
      }
      assertThat(finish(cluster)).as("bundles of %d", bundle).isEqualTo(reference());
    }
  }

  /** Running on 1, 2, 3 and 1 subtasks in turn changes nothing. */
  public void rescalingChangesNothing(int... bundles) throws Exception {
    int[] parallelism = {1, 2, 3, 1};
    for (int bundle : bundles) {
      Cluster<I, C, K, O> cluster = new Cluster<>(subject, bundle);
      int part = elements.size() / parallelism.length;
      for (int phase = 0; phase < parallelism.length; phase++) {
        cluster.start(parallelism[phase]);
        boolean last = phase == parallelism.length - 1;
        int end = last ? elements.size() : (phase + 1) * part;
        for (Element<I, C> element : elements.subList(phase * part, end)) {
          cluster.feed(element);
        }
        cluster.checkpoint();
        cluster.stop();
      }
      assertThat(cluster.committed()).as("bundles of %d", bundle).isEqualTo(reference());
    }
  }

  /**
   * Records that came before, fed again at random later places, change no main output.
   *
   * @param channels side outputs where they may appear
   */
  public void repeatedRecordsChangeNoResult(long seed, List<OutputTag<?>> channels)
      throws Exception {
    Random random = new Random(seed);
    List<Element<I, C>> repeated = new ArrayList<>(elements);
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i) instanceof Element.Keyed<I, C> && random.nextInt(3) == 0) {
        repeated.add(i + 1 + random.nextInt(repeated.size() - i), elements.get(i));
      }
    }
    assertThat(repeated).hasSizeGreaterThan(elements.size());
    for (int bundle : BUNDLES) {
      Map<String, List<String>> outputs = run(bundle, repeated);
      Map<String, List<String>> wanted = reference();
      for (OutputTag<?> tag : channels) {
        outputs.keySet().removeIf(channel -> channel.startsWith(tag.getId() + " "));
        wanted.keySet().removeIf(channel -> channel.startsWith(tag.getId() + " "));
      }
      assertThat(outputs).as("bundles of %d", bundle).isEqualTo(wanted);
    }
  }

  /** A poisoned record before any element goes to its side output and changes nothing else. */
  public void aPoisonedRecordIsSetAside(I poison, OutputTag<?> tag) throws Exception {
    for (int bundle : BUNDLES) {
      for (int at : new int[] {0, elements.size() / 2, elements.size() - 1}) {
        List<Element<I, C>> poisoned = new ArrayList<>(elements);
        poisoned.add(at, new Element.Keyed<>(poison, 0));
        Map<String, List<String>> outputs = run(bundle, poisoned);
        Map<String, List<String>> wanted = reference();
        long before = wanted.keySet().stream().filter(c -> c.startsWith(tag.getId())).count();
        assertThat(outputs.keySet().stream().filter(c -> c.startsWith(tag.getId())).count())
            .as("poison before element %d", at)
            .isEqualTo(before + 1);
        outputs.keySet().removeIf(channel -> channel.startsWith(tag.getId() + " "));
        wanted.keySet().removeIf(channel -> channel.startsWith(tag.getId() + " "));
        assertThat(outputs).as("poison before element %d", at).isEqualTo(wanted);
      }
    }
  }

  /**
   * Closing lets go of all that was opened, after work and right after the start.
   *
   * @param open counts what is open
   */
  public void closeReleases(IntSupplier open) throws Exception {
    Cluster<I, C, K, O> idle = new Cluster<>(subject, 3);
    idle.start(2);
    assertThat(open.getAsInt()).as("open while running").isPositive();
    idle.stop();
    assertThat(open.getAsInt()).as("open after an idle run").isZero();
    run(3, elements);
    assertThat(open.getAsInt()).as("open after work").isZero();
  }

  /** The outputs of single records on one subtask. */
  public Map<String, List<String>> reference() throws Exception {
    return run(1, elements);
  }

  private Map<String, List<String>> run(int bundle, List<Element<I, C>> stream) throws Exception {
    Cluster<I, C, K, O> cluster = new Cluster<>(subject, bundle);
    cluster.start(1);
    for (Element<I, C> element : stream) {
      cluster.feed(element);
    }
    return finish(cluster);
  }

  private Map<String, List<String>> finish(Cluster<I, C, K, O> cluster) throws Exception {
    cluster.checkpoint();
    cluster.stop();
    return cluster.committed();
  }
}
