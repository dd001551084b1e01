/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

import io.millrace.models.aggregation.fleet.Examples;
import io.millrace.models.aggregation.fleet.FleetSettings;
import io.millrace.models.aggregation.fleet.FleetTask;
import io.millrace.models.aggregation.fleet.Worker;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.round.RoundResult;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A fleet that trains a network from scratch under a rule, in rounds that all workers take part in.
 * It ends early when the model has diverged, which an attack on a rule that bears none may bring
 * about.
 *
 * @param training dealt out to the workers
 * @param test that nobody trains on
 * @param rounds at least 1
 * @param parameters of rules by name, where a rule has them
 */
public record TrainingTask(
    Examples training, Examples test, int rounds, Map<String, String> parameters) {
  /** No honest worker moves a parameter as far in a round. */
  private static final float DIVERGED = 100;

  /** Checks the rounds. */
  public TrainingTask {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds is " + rounds + ", must be at least 1");
    }
    parameters = Map.copyOf(parameters);
  }

  /**
   * Trains and tests.
   *
   * @param rule its expression, as the catalogue reads it
   * @throws IllegalArgumentException when the rule needs more workers
   */
  public TrainingOutcome run(String rule, FleetSettings settings) {
    FleetTask fleet = new FleetTask(training, test, settings);
    float[] initial = fleet.initial();
    ModelShape shape = ModelShape.flat(initial.length);
    int byzantine = settings.attack().equals(FleetSettings.NONE) ? 0 : settings.byzantine();
    LocalServer server = null;
    double error = 0;
    long nanos = 0;
    int done = 0;
    float[] global = initial;
    while (done < rounds) {
      float[][] sent = sent(fleet, global, done);
      float[][] honest = Arrays.copyOfRange(sent, byzantine, sent.length);
      if (server == null) {
        float[][] malicious = Arrays.copyOf(sent, byzantine);
        // The rule has to bear as many as might attack, also where nobody does.
        server =
            new LocalServer(
                Refusals.strategy(rule, parameters, settings.byzantine(), malicious),
                shape,
                new float[][] {initial});
      }
      List<LocalUpdate> updates = updates(fleet, sent, done);
      if (diverged(honest)) {
        break;
      }
      long start = System.nanoTime();
      RoundResult result = server.round(updates);
      nanos += System.nanoTime() - start;
      error += RelativeError.of(result.direction()[0], honest);
      global = server.parameters()[0].clone();
      done++;
    }
    int counted = Math.max(1, done);
    return new TrainingOutcome(
        fleet.accuracy(global), done, error / counted, nanos / 1e9 / counted);
  }

  /** Whether training went so far astray that honest updates are no updates any more. */
  private static boolean diverged(float[][] honest) {
    for (float[] update : honest) {
      for (float value : update) {
        if (!(Math.abs(value) < DIVERGED)) {
          return true;
        }
      }
    }
    return false;
  }

  private static float[][] sent(FleetTask fleet, float[] global, int round) {
    float[][] sent = new float[fleet.settings().workers()][];
    for (int w = 0; w < sent.length; w++) {
      sent[w] = fleet.worker(w).train(global, round);
    }
    return sent;
  }

  private static List<LocalUpdate> updates(FleetTask fleet, float[][] sent, int round) {
    List<LocalUpdate> updates = new ArrayList<>();
    for (int w = 0; w < sent.length; w++) {
      Worker worker = fleet.worker(w);
      updates.add(
          new LocalUpdate(
              Contribution.of(worker.name(), round, worker.examples()), new float[][] {sent[w]}));
    }
    return updates;
  }
}
