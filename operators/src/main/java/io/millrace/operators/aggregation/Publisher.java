/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.FragmentVersion;
import io.millrace.models.aggregation.transit.PublishEvent.Likeness;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.aggregation.AggregationTypes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Puts versions together, keyed by model: waits for all fragments and for what is known of the
 * round, stores the version or takes its values along, and reports. Every fragment is written to
 * state once and read once.
 */
public final class Publisher extends KeyedProcessFunction<String, PublishEvent, PublishedModel> {
  private static final long serialVersionUID = 1L;
  private static final int FRAGMENT_BITS = 25;

  private final VersionArchive archive;
  private final long inlineBytes;

  private transient MapState<Long, PublishEvent> fragments;
  private transient MapState<Long, PublishEvent> summaries;
  private transient MapState<Long, PublishEvent> likenesses;
  private transient MapState<Long, Integer> counts;
  private transient RoundMetrics metrics;

  /**
   * @param inlineBytes a version of at most so many bytes is announced with its values
   */
  public Publisher(VersionArchive archive, long inlineBytes) {
    this.archive = archive;
    this.inlineBytes = inlineBytes;
  }

  @Override
  public void open(OpenContext context) {
    fragments = events("fragments");
    summaries = events("summaries");
    likenesses = events("likenesses");
    metrics = new RoundMetrics(getRuntimeContext().getMetricGroup());
    counts =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("fragments-count", Types.LONG, Types.INT));
  }

  private MapState<Long, PublishEvent> events(String name) {
    return getRuntimeContext()
        .getMapState(new MapStateDescriptor<>(name, Types.LONG, AggregationTypes.PUBLISH_EVENT));
  }

  @Override
  public void processElement(PublishEvent event, Context context, Collector<PublishedModel> out)
      throws Exception {
    long version = event.version();
    if (event instanceof FragmentVersion fragment) {
      fragments.put(place(version, fragment.fragment()), fragment);
      Integer before = counts.get(version);
      counts.put(version, before == null ? 1 : before + 1);
    } else if (event instanceof RoundSummary) {
      summaries.put(version, event);
    } else if (event instanceof Likeness) {
      likenesses.put(version, event);
    }
    RoundSummary summary = (RoundSummary) summaries.get(version);
    Integer count = counts.get(version);
    Likeness likeness = (Likeness) likenesses.get(version);
    if (summary != null
        && count != null
        && count == summary.shape().fragments()
        && (likeness != null || !summary.gram())) {
      publish(summary, likeness, context, out);
    }
  }

  private static long place(long version, int fragment) {
    return version << FRAGMENT_BITS | fragment;
  }

  private void publish(
      RoundSummary summary, Likeness likeness, Context context, Collector<PublishedModel> out)
      throws Exception {
    long now = context.timerService().currentProcessingTime();
    int size = summary.shape().fragments();
    ReportBuilder report = new ReportBuilder(summary, likeness);
    // Every fragment is read once: the archive's reading is the report's, too.
    BitSet reported = new BitSet(size);
    VersionArchive.Values values =
        index -> {
          FragmentVersion fragment = fragment(summary.version(), index);
          if (!reported.get(index)) {
            reported.set(index);
            report.add(fragment);
          }
          return fragment.parameters();
        };
    PublishedModel model = published(summary, now, values);
    for (int f = reported.nextClearBit(0); f < size; f = reported.nextClearBit(f)) {
      values.fragment(f);
    }
    out.collect(model);
    RoundReport told = report.build(now);
    context.output(AggregationOutputs.REPORTS, told);
    metrics.published(told);
    for (int f = 0; f < size; f++) {
      fragments.remove(place(summary.version(), f));
    }
    counts.remove(summary.version());
    summaries.remove(summary.version());
    likenesses.remove(summary.version());
  }

  private FragmentVersion fragment(long version, int index) throws IOException {
    try {
      return (FragmentVersion) fragments.get(place(version, index));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("fragment " + index + " cannot be read: " + e.getMessage(), e);
    }
  }

  private PublishedModel published(RoundSummary summary, long now, VersionArchive.Values content)
      throws IOException {
    ModelShape shape = summary.shape();
    List<String> contributors = new ArrayList<>();
    summary.participants().forEach(p -> contributors.add(p.update().worker()));
    List<String> distinct = contributors.stream().distinct().toList();
    if (4 * shape.values() <= inlineBytes) {
      byte[] values = values(shape, content);
      return new PublishedModel(
          summary.key(), summary.version(), shape, distinct, now, "", sha256(values), values);
    }
    VersionArchive.Stored stored = archive.store(summary.key(), summary.version(), shape, content);
    return new PublishedModel(
        summary.key(),
        summary.version(),
        shape,
        distinct,
        now,
        stored.uri(),
        stored.sha256(),
        null);
  }

  private static byte[] values(ModelShape shape, VersionArchive.Values content) throws IOException {
    ByteBuffer values =
        ByteBuffer.allocate(Math.toIntExact(4 * shape.values())).order(ByteOrder.LITTLE_ENDIAN);
    for (int f = 0; f < shape.fragments(); f++) {
      for (float value : content.fragment(f)) {
        values.putFloat(value);
      }
    }
    return values.array();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
