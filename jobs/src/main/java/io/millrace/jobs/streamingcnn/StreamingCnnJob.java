/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.kafka.DeadLetters;
import io.millrace.connectors.kafka.Decoding;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelAnnouncementSerializer;
import io.millrace.operators.signal.SignalOutputs;
import io.millrace.operators.signal.StreamingCnnOperator;
import io.millrace.schemas.DeadLetter;
import io.millrace.state.signal.SignalTypes;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Assembles the pipeline: frames are decoded, keyed by stream and stepped through the network;
 * references to models are broadcast to every instance. What cannot be decoded or does not fit the
 * model, and models that cannot be loaded, go to the dead letters; late frames to their own sink.
 *
 * <p>Every operator's uid is its name. Savepoints find their state by it: never change one.
 */
public final class StreamingCnnJob {
  static final String FRAMES = "signal-frames";
  static final String DECODE_FRAMES = "decode-frames";
  static final String MODELS = "model-references";
  static final String DECODE_MODELS = "decode-models";
  static final String PREDICT = "streaming-cnn";
  static final String REJECTED = "reject-frames";
  static final String BROKEN_MODELS = "reject-models";
  static final String PREDICTIONS = "predictions";
  static final String LATE = "late-frames";
  static final String DEAD_LETTERS = "dead-letters";

  private StreamingCnnJob() {}

  /** An environment with the pipeline between the topics of a configuration. */
  public static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    defineWorkflow(
        env,
        KafkaEnds.sources(configuration),
        KafkaEnds.sinks(configuration),
        StreamingCnnOptions.of(configuration));
    return env;
  }

  /** Adds the pipeline to an environment. */
  public static void defineWorkflow(
      StreamExecutionEnvironment env,
      SignalSources sources,
      SignalSinks sinks,
      StreamingCnnOptions options) {
    env.setMaxParallelism(options.maxParallelism());

    SingleOutputStreamOperator<KafkaRecord> records =
        env.fromSource(sources.frames(), sources.watermarks(), FRAMES, KafkaRecord.TYPE);
    SingleOutputStreamOperator<Frame> frames =
        records
            .process(new Decoding<>(sources.frameDecoder(), DECODE_FRAMES), SignalTypes.FRAME)
            .name(DECODE_FRAMES);

    SingleOutputStreamOperator<KafkaRecord> modelRecords =
        env.fromSource(
            sources.models(), WatermarkStrategy.noWatermarks(), MODELS, KafkaRecord.TYPE);
    SingleOutputStreamOperator<ModelAnnouncement> announcements =
        modelRecords
            .setParallelism(1)
            .process(
                new ModelReferences(sources.modelCodec(), DECODE_MODELS),
                ModelAnnouncementSerializer.TYPE)
            .setParallelism(1)
            .name(DECODE_MODELS);

    SingleOutputStreamOperator<Prediction> predictions =
        frames
            .keyBy(Frame::streamId, Types.STRING)
            .connect(announcements.broadcast())
            .transform(
                PREDICT, SignalTypes.PREDICTION, new StreamingCnnOperator(options.settings()));

    SingleOutputStreamOperator<DeadLetter> rejected =
        predictions
            .getSideOutput(SignalOutputs.REJECTED)
            .map(new RejectedFrames(PREDICT), DeadLetters.TYPE)
            .name(REJECTED);
    SingleOutputStreamOperator<DeadLetter> brokenModels =
        predictions
            .getSideOutput(SignalOutputs.MODELS)
            .flatMap(new BrokenModels(PREDICT), DeadLetters.TYPE)
            .name(BROKEN_MODELS);
    DataStream<DeadLetter> deadLetters =
        frames
            .getSideOutput(DeadLetters.TAG)
            .union(announcements.getSideOutput(DeadLetters.TAG), rejected, brokenModels);

    predictions.sinkTo(sinks.predictions()).name(PREDICTIONS).uid(PREDICTIONS);
    predictions.getSideOutput(SignalOutputs.LATE).sinkTo(sinks.late()).name(LATE).uid(LATE);
    deadLetters.sinkTo(sinks.deadLetters()).name(DEAD_LETTERS).uid(DEAD_LETTERS);

    for (SingleOutputStreamOperator<?> operator :
        List.of(
            records, frames, modelRecords, announcements, predictions, rejected, brokenModels)) {
      operator.uid(operator.getName()).setMaxParallelism(options.maxParallelism());
    }
  }
}
