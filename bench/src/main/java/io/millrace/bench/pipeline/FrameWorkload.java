/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.streamingcnn.StreamingCnnOptions;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelAnnouncementSerializer;
import io.millrace.operators.model.ModelLoader;
import io.millrace.operators.signal.StreamInference;
import io.millrace.state.signal.SignalTypes;
import java.util.OptionalInt;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The streaming CNN; an event is a frame of one hop. */
final class FrameWorkload implements Workload {
  private static final String PREDICT = "streaming-cnn";
  private static final float[] NOTHING = new float[4];
  private static final TurnGraphs<Frame, Prediction> GRAPHS =
      new TurnGraphs<>(
          SignalTypes.FRAME,
          SignalTypes.PREDICTION,
          Frame::streamId,
          (frame, before) -> frame.timeMillis());

  private final JobConfiguration configuration;
  private final ModelBundle bundle;

  FrameWorkload(JobConfiguration configuration) {
    this.configuration = configuration;
    this.bundle = ModelBundle.read(configuration.get(ModelOptions.URI));
  }

  @Override
  public String model() {
    return bundle.manifest().id();
  }

  @Override
  public JobConfiguration configuration() {
    return configuration;
  }

  private FrameFeed feed(int keys) {
    return new FrameFeed(keys, bundle.manifest().hop());
  }

  @Override
  public StreamGraph job(String name, int keys) {
    return GRAPHS.graph(
        name,
        configuration,
        feed(keys),
        frames -> {
          DataStream<ModelAnnouncement> none =
              frames
                  .getExecutionEnvironment()
                  .fromSequence(0, 0)
                  .flatMap((number, out) -> {}, ModelAnnouncementSerializer.TYPE);
          return StreamInference.attach(
              frames, none, StreamingCnnOptions.of(configuration).settings(), PREDICT);
        });
  }

  @Override
  public StreamGraph counting(String name, int keys) {
    return GRAPHS.counting(
        name,
        configuration,
        feed(keys),
        frame ->
            new Prediction(
                frame.streamId(), frame.end(), frame.timeMillis(), NOTHING, null, "none", false));
  }

  @Override
  public Bare bare(int keys) {
    BundleLoader loader =
        new BundleLoader(
            configuration.get(ModelOptions.COMPUTE),
            configuration.get(ModelOptions.MODE),
            configuration.get(ModelOptions.HOP));
    StreamingCnn cnn = loader.serve(bundle, new ModelLoader.Place(OptionalInt.empty(), 0)).cnn();
    return new BareNetwork(cnn, feed(keys), configuration.get(BundleOptions.SIZE));
  }

  @Override
  public KafkaTraffic<?> traffic(KafkaConnection connection, int keys) {
    return new FrameTraffic(connection, feed(keys));
  }
}
