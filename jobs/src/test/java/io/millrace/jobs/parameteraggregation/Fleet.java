/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.worker.Training;
import io.millrace.jobs.worker.UpdatePublisher;
import io.millrace.jobs.worker.WorkerIdentity;
import io.millrace.jobs.worker.WorkerTopics;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.signature.Signer;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Workers whose updates follow from seeds, and what an in-process server makes of them. The model
 * has a tensor of more than one fragment.
 */
final class Fleet implements AutoCloseable {
  static final ModelShape SHAPE =
      new ModelShape(
          List.of(
              TensorShape.of("weights", 300, 1000),
              TensorShape.of("bias", 7),
              TensorShape.of("scale")));

  static final ModelShape SMALL =
      new ModelShape(List.of(TensorShape.of("weights", 30, 10), TensorShape.of("bias", 7)));

  private final String model;
  private final ModelShape shape;
  private final int workers;
  private final WorkerTopics topics;
  private final List<UpdatePublisher> publishers = new ArrayList<>();

  Fleet(KafkaConnection connection, JobConfiguration configuration, ModelShape shape, int workers) {
    this(connection, configuration, "net", shape, workers, null);
  }

  Fleet(
      KafkaConnection connection,
      JobConfiguration configuration,
      String model,
      ModelShape shape,
      int workers) {
    this(connection, configuration, model, shape, workers, null);
  }

  Fleet(
      KafkaConnection connection,
      JobConfiguration configuration,
      String model,
      ModelShape shape,
      int workers,
      Signer signer) {
    this.model = model;
    this.shape = shape;
    this.workers = workers;
    topics =
        new WorkerTopics(
            connection,
            configuration.get(TopicOptions.PARAMETER_UPDATES),
            configuration.get(TopicOptions.WORKER_HEARTBEATS));
    for (int w = 0; w < workers; w++) {
      publishers.add(
          new UpdatePublisher(
              topics, WorkerIdentity.of(model, name(w)), shape, Codecs.FP32, signer));
    }
  }

  static String name(int worker) {
    return "worker-" + (char) ('a' + worker);
  }

  UpdatePublisher publisher(int worker) {
    return publishers.get(worker);
  }

  float[][] initial() {
    return values(-1, 0);
  }

  float[][] values(int worker, int round) {
    Random random = new Random(31L * worker + 1009L * round + model.hashCode());
    float[][] tensors = new float[shape.tensors().size()][];
    for (int t = 0; t < tensors.length; t++) {
      tensors[t] = new float[(int) shape.tensors().get(t).values()];
      for (int i = 0; i < tensors[t].length; i++) {
        tensors[t][i] = (float) random.nextGaussian();
      }
    }
    return tensors;
  }

  private static long examples(int worker, int round) {
    return 10 + 7L * worker + round;
  }

  void initialise() {
    publishers.get(0).initialise(initial());
    topics.flush();
  }

  /** Sends a round's updates in an order that a seed chooses. */
  void send(int round, long seed) {
    send(round, order(seed));
  }

  List<Integer> order(long seed) {
    List<Integer> order = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      order.add(w);
    }
    Collections.shuffle(order, new Random(seed));
    return order;
  }

  void send(int round, List<Integer> some) {
    for (int w : some) {
      publishers
          .get(w)
          .publish(
              "u" + round, Training.on(round, examples(w, round)), Payload.DELTA, values(w, round));
    }
    topics.flush();
  }

  /** The versions of an undisturbed server in one process, from version 0 on. */
  List<float[][]> versions(String rule, Map<String, String> parameters, int rounds) {
    LocalServer server =
        new LocalServer(RuleCatalogue.strategy(rule, parameters), shape, initial());
    List<float[][]> versions = new ArrayList<>();
    versions.add(copy(server.parameters()));
    for (int round = 0; round < rounds; round++) {
      List<LocalUpdate> updates = new ArrayList<>();
      for (int w = 0; w < workers; w++) {
        Contribution contribution =
            new Contribution(
                name(w), "u" + round, round, examples(w, round), 1, 1, 0, Payload.DELTA);
        updates.add(new LocalUpdate(contribution, values(w, round)));
      }
      server.round(updates);
      versions.add(copy(server.parameters()));
    }
    return versions;
  }

  private static float[][] copy(float[][] tensors) {
    float[][] copy = new float[tensors.length][];
    for (int t = 0; t < copy.length; t++) {
      copy[t] = tensors[t].clone();
    }
    return copy;
  }

  @Override
  public void close() {
    topics.close();
  }
}
