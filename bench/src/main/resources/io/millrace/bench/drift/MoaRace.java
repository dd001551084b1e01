/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */

import com.github.javacliparser.ClassOption;
import com.yahoo.labs.samoa.instances.Instance;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import moa.classifiers.AbstractClassifier;
import moa.classifiers.Classifier;
import moa.core.InstanceExample;
import moa.core.Utils;
import moa.streams.ArffFileStream;

/**
 * Runs a learner of MOA over an ARFF file, test then train, in a process of its own. It is compiled
 * by the Java launcher when it runs, beside MOA's jars, and is no part of Millrace's class path.
 * Only the loop of testing and training is timed, by the clock or the time that processors gave the
 * thread and the collector, whichever is less; all instances are in memory before.
 *
 * <p>Arguments: file, learner as on MOA's command line, seed, instances of the warm-up.
 */
public final class MoaRace {
  private final List<InstanceExample> instances = new ArrayList<>();
  private final String learner;
  private final int seed;
  private final ArffFileStream stream;

  private long right;
  private long majorityRight;
  private long noChangeRight;

  private MoaRace(String file, String learner, int seed) {
    this.learner = learner;
    this.seed = seed;
    stream = new ArffFileStream(file, -1);
    stream.prepareForUse();
    while (stream.hasMoreInstances()) {
      instances.add(stream.nextInstance());
    }
  }

  public static void main(String[] arguments) throws Exception {
    MoaRace race = new MoaRace(arguments[0], arguments[1], Integer.parseInt(arguments[2]));
    race.run(Math.min(race.instances.size(), Integer.parseInt(arguments[3])));
    System.gc();
    long start = System.nanoTime();
    long startOfThread = threadNanos();
    Classifier learned = race.run(race.instances.size());
    long nanos = Math.min(System.nanoTime() - start, threadNanos() - startOfThread);
    race.report(nanos, bytes(learned));
  }

  /** The time that processors gave this thread and the collector. */
  private static long threadNanos() {
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      nanos += 1_000_000 * collector.getCollectionTime();
    }
    return nanos;
  }

  private Classifier run(int count) throws Exception {
    right = 0;
    majorityRight = 0;
    noChangeRight = 0;
    Classifier classifier =
        (Classifier) ClassOption.cliStringToObject(learner, Classifier.class, null);
    if (classifier.isRandomizable()) {
      classifier.setRandomSeed(seed);
    }
    ((AbstractClassifier) classifier).prepareForUse();
    classifier.setModelContext(stream.getHeader());
    classifier.resetLearning();
    long[] counts = new long[stream.getHeader().numClasses()];
    int majority = 0;
    int last = 0;
    for (int i = 0; i < count; i++) {
      InstanceExample example = instances.get(i);
      Instance instance = example.getData();
      int label = (int) instance.classValue();
      right += Utils.maxIndex(classifier.getVotesForInstance(instance)) == label ? 1 : 0;
      majorityRight += majority == label ? 1 : 0;
      noChangeRight += last == label ? 1 : 0;
      counts[label]++;
      if (counts[label] > counts[majority]
          || (counts[label] == counts[majority] && label < majority)) {
        majority = label;
      }
      last = label;
      classifier.trainOnInstance(instance);
    }
    return classifier;
  }

  private void report(long nanos, long bytes) {
    double n = instances.size();
    System.out.println();
    System.out.printf(
        Locale.ROOT,
        "{\"instances\":%d,\"accuracy\":%s,\"kappa_m\":%s,\"kappa_t\":%s,"
            + "\"instances_per_s\":%s,\"bytes\":%d}%n",
        instances.size(),
        right / n,
        above(right / n, majorityRight / n),
        above(right / n, noChangeRight / n),
        n * 1e9 / nanos,
        bytes);
  }

  private static double above(double accuracy, double baseline) {
    return baseline < 1 ? (accuracy - baseline) / (1 - baseline) : 0;
  }

  /** The length of the serialised learner. */
  private static long bytes(Classifier learner) throws Exception {
    long[] bytes = new long[1];
    OutputStream counter =
        new OutputStream() {
          @Override
          public void write(int b) {
            bytes[0]++;
          }

          @Override
          public void write(byte[] some, int from, int length) {
            bytes[0] += length;
          }
        };
    // Deep trees are serialised by recursion.
    Exception[] failure = new Exception[1];
    Thread writer =
        new Thread(
            null,
            () -> {
              try (ObjectOutputStream out = new ObjectOutputStream(counter)) {
                out.writeObject(learner);
              } catch (Exception e) {
                failure[0] = e;
              }
            },
            "size",
            1L << 29);
    writer.start();
    writer.join();
    if (failure[0] != null) {
      throw failure[0];
    }
    return bytes[0];
  }
}
