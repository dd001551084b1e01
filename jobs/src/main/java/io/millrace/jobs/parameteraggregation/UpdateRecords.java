/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.Ids;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.schemas.ParameterUpdate;
import io.millrace.schemas.UpdateChunk;
import io.millrace.schemas.UpdateTensor;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parts of updates and the records that hold them. */
public final class UpdateRecords implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String INITIAL = "initial";
  private static final int MOST_SHAPE_BYTES = 1 << 20;
  // As Avro writes them at most: lengths and ends of arrays, and a number.
  private static final int TENSOR_BYTES = 8;
  private static final int DIMENSION_BYTES = 10;

  private final RecordCodec<ParameterUpdate> codec = RecordCodec.of(ParameterUpdate.class);

  /**
   * Reads a part.
   *
   * @throws DecodingException with a message that names the worker where it is known
   */
  public UpdatePart decode(byte[] message) throws DecodingException {
    return part(codec.decode(message));
  }

  /** The part that a record holds. */
  public UpdatePart part(ParameterUpdate update) throws DecodingException {
    Ids.require("worker's name", update.getWorker());
    Ids.require("update id", update.getUpdateId());
    try {
      return new UpdatePart(header(update), chunks(update), bytes(update.getSignature()));
    } catch (IllegalArgumentException e) {
      throw new DecodingException(
          "update '"
              + update.getUpdateId()
              + "' of worker '"
              + update.getWorker()
              + "': "
              + e.getMessage(),
          e);
    }
  }

  public byte[] encode(UpdatePart part) {
    return codec.encode(record(part));
  }

  private static UpdateHeader header(ParameterUpdate update) {
    boolean initial = update.getPayload().equals(INITIAL);
    Contribution contribution =
        new Contribution(
            update.getWorker(),
            update.getUpdateId(),
            update.getBaseVersion(),
            update.getExamples(),
            update.getSteps(),
            update.getLearningRate(),
            update.getTrainingMillis(),
            initial ? Payload.MODEL : payload(update.getPayload()));
    return new UpdateHeader(
        update.getModel(),
        update.getCohort(),
        contribution,
        update.getRound(),
        update.getEventTime().toEpochMilli(),
        shape(update.getTensors()),
        initial);
  }

  /** Every part and every announcement of a small version repeat the shape. */
  private static ModelShape shape(List<UpdateTensor> described) {
    List<TensorShape> tensors = new ArrayList<>(described.size());
    long bytes = 0;
    for (UpdateTensor tensor : described) {
      bytes += TENSOR_BYTES + (long) tensor.getName().getBytes(UTF_8).length;
      bytes += (long) DIMENSION_BYTES * tensor.getDimensions().size();
      if (bytes > MOST_SHAPE_BYTES) {
        throw new IllegalArgumentException(
            "the names and dimensions of its "
                + described.size()
                + " tensors take more than "
                + MOST_SHAPE_BYTES
                + " bytes: shorten the names, or join small tensors");
      }
      tensors.add(new TensorShape(tensor.getName(), tensor.getDimensions()));
    }
    return new ModelShape(tensors);
  }

  private static Payload payload(String name) {
    return switch (name) {
      case "delta" -> Payload.DELTA;
      case "model" -> Payload.MODEL;
      case "gradient" -> Payload.GRADIENT;
      default ->
          throw new IllegalArgumentException(
              "payload is '" + name + "', must be delta, model, gradient or initial");
    };
  }

  private static List<Chunk> chunks(ParameterUpdate update) {
    List<Chunk> chunks = new ArrayList<>(update.getChunks().size());
    for (UpdateChunk chunk : update.getChunks()) {
      int id = chunk.getCodec();
      if (id != (byte) id) {
        throw new IllegalArgumentException("there is no codec with id " + id);
      }
      chunks.add(
          new Chunk(
              chunk.getTensor(),
              chunk.getOffset(),
              chunk.getCount(),
              (byte) id,
              bytes(chunk.getData()),
              chunk.getCrc()));
    }
    return chunks;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    if (buffer.hasArray()
        && buffer.arrayOffset() == 0
        && buffer.remaining() == buffer.array().length) {
      return buffer.array();
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static ParameterUpdate record(UpdatePart part) {
    UpdateHeader header = part.header();
    Contribution contribution = header.contribution();
    List<UpdateTensor> tensors = new ArrayList<>(header.shape().tensors().size());
    header.shape().tensors().forEach(t -> tensors.add(new UpdateTensor(t.name(), t.dimensions())));
    List<UpdateChunk> chunks = new ArrayList<>(part.chunks().size());
    for (Chunk chunk : part.chunks()) {
      chunks.add(
          new UpdateChunk(
              chunk.tensor(),
              chunk.offset(),
              chunk.count(),
              (int) chunk.codec(),
              ByteBuffer.wrap(chunk.bytes()),
              chunk.crc()));
    }
    return new ParameterUpdate(
        Instant.ofEpochMilli(header.timeMillis()),
        header.model(),
        header.cohort(),
        contribution.worker(),
        contribution.update(),
        contribution.baseVersion(),
        header.round(),
        header.initial() ? INITIAL : contribution.payload().name().toLowerCase(Locale.ROOT),
        contribution.examples(),
        contribution.steps(),
        contribution.learningRate(),
        contribution.millis(),
        tensors,
        chunks,
        part.signature() == null ? null : ByteBuffer.wrap(part.signature()),
        Map.of());
  }
}
