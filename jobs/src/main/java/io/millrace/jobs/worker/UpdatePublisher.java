/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.worker;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codec;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.codec.ErrorFeedback;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.signature.Signer;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.WorkerHeartbeat;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Publishes a worker's updates: cuts tensors into chunks, encodes them, and sends them in parts of
 * about 1 MiB. What a codec leaves out of a change is added to the next one. Those of several
 * workers may share their topics. One thread only.
 */
public final class UpdatePublisher {
  private final WorkerIdentity identity;
  private final ModelShape shape;
  private final Codec codec;
  private final ErrorFeedback feedback;
  private final Signer signer;
  private final WorkerTopics topics;
  private long sent;

  /**
   * A publisher of one worker.
   *
   * @param topics that may be shared with others
   * @param shape of the model
   * @param codec for changes; initial parameters and whole models travel as fp32
   * @param signer null where nobody asks for signatures
   */
  public UpdatePublisher(
      WorkerTopics topics, WorkerIdentity identity, ModelShape shape, Codec codec, Signer signer) {
    this.topics = topics;
    this.identity = identity;
    this.shape = shape;
    this.codec = codec;
    this.signer = signer;
    boolean exact = codec.id() == Codecs.FP32.id();
    // Unbiased random choices need no memory, and would not contract with one.
    feedback = exact || codec.name().startsWith("randk:") ? null : new ErrorFeedback(shape, codec);
  }

  /** Sends the parameters that the model begins with; later ones are refused. */
  public void initialise(float[][] tensors) {
    send(header("initial-" + UUID.randomUUID(), Training.on(0, 1), Payload.MODEL, true), tensors);
  }

  /**
   * Sends an update.
   *
   * @param id unique for this worker: the same id again does not count again
   * @param payload what the values are
   * @param tensors one array per tensor of the shape
   */
  public void publish(String id, Training training, Payload payload, float[][] tensors) {
    send(header(id, training, payload, false), tensors);
  }

  private UpdateHeader header(String id, Training training, Payload payload, boolean initial) {
    Contribution contribution =
        new Contribution(
            identity.worker(),
            id,
            training.baseVersion(),
            training.examples(),
            training.steps(),
            training.learningRate(),
            training.millis(),
            payload);
    return new UpdateHeader(
        identity.model(),
        identity.cohort(),
        contribution,
        -1,
        training.timeMillis(),
        shape,
        initial);
  }

  private void send(UpdateHeader header, float[][] tensors) {
    boolean change = header.contribution().payload() != Payload.MODEL;
    UpdateParts.forEach(
        header, tensors, (fragment, values, at) -> chunk(fragment, values, at, change), this::send);
    sent++;
  }

  private Chunk chunk(Fragment fragment, float[] values, int at, boolean change) {
    long seed = identity.worker().hashCode() * 31L + sent;
    if (!change) {
      return Chunk.encode(Codecs.FP32, fragment, values, at, seed);
    }
    return feedback == null
        ? Chunk.encode(codec, fragment, values, at, seed)
        : feedback.encode(fragment, values, at, seed);
  }

  private void send(UpdatePart part) {
    topics.send(identity.worker(), signer == null ? part : signer.sign(part));
  }

  /** Says that the worker is there, so that a quorum waits for it. */
  public void heartbeat() {
    beat(false);
  }

  /** Says that the worker leaves, so that no quorum waits for it. */
  public void leave() {
    beat(true);
  }

  private void beat(boolean leaving) {
    WorkerHeartbeat beat =
        new WorkerHeartbeat(
            Instant.ofEpochMilli(System.currentTimeMillis()),
            identity.model(),
            identity.cohort(),
            identity.worker(),
            leaving,
            Map.of());
    topics.send(beat);
  }
}
