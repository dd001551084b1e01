/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import io.millrace.connectors.instance.TableLayout;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.evaluate.Split;
import io.millrace.models.graph.nat.Nat;
import io.millrace.models.graph.nat.NatSettings;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.loop.DriftLoop;
import io.millrace.models.loop.LinkLoop;
import io.millrace.models.loop.LoopOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/** What is learned from what. */
interface LoopSubject {
  /** {@code ap} or {@code accuracy}. */
  String measure();

  String data();

  String model();

  /** The same through the topics and both jobs, on a broker and a cluster in this process. */
  LoopOutcome runThroughKafka(int learners, int interval, String rule, long seed)
      throws IOException;

  /** One learner, some that average, or some that don't ({@code interval} 0). */
  LoopOutcome run(int learners, int interval, String rule, long seed) throws IOException;

  /** Edges of a file, in the split 70, 15, 15; 100 of them are a batch. */
  static LoopSubject edges(Path file, String model, int epochs) throws IOException {
    EdgeList edges = EdgeReader.read(file, EdgeReader.recognise(file, false));
    int features = edges.featureCount();
    LongFunction<LinkModel> make =
        switch (model) {
          case "tgn" -> seed -> new Tgn(TgnSettings.tgn(features), seed);
          case "nat" -> seed -> new Nat(NatSettings.of(features), seed);
          default ->
              throw new IllegalArgumentException("there is no model '" + model + "': tgn or nat");
        };
    Split split = Split.of(edges, 0.7, 0.15);
    return new Named("ap", file.getFileName().toString(), model) {
      @Override
      public LoopOutcome run(int learners, int interval, String rule, long seed) {
        return new LinkLoop(edges, split, 100, seed, () -> make.apply(seed))
            .run(learners, interval, rule, epochs);
      }

      @Override
      public LoopOutcome runThroughKafka(int learners, int interval, String rule, long seed) {
        if (epochs != 1) {
          throw new IllegalArgumentException(
              "--epochs is " + epochs + ": a job sees its stream once, give 1");
        }
        return new GraphThroughKafka(edges, split, model, seed, () -> make.apply(seed))
            .run(learners, interval, rule);
      }
    };
  }

  /** A labelled stream. */
  static LoopSubject instances(String stream, Path data, String model) {
    TableLayout layout =
        new TableLayout(',', TableLayout.Header.AUTOMATIC, "", List.of(), List.of(), 0);
    return new Named("accuracy", stream, model) {
      @Override
      public LoopOutcome run(int learners, int interval, String rule, long seed)
          throws IOException {
        try (InstanceStream all = new NamedStreams(data, layout).open(stream, seed)) {
          StreamSchema schema = all.schema();
          return new DriftLoop(
                  learners,
                  interval,
                  rule,
                  () ->
                      LearnerCatalogue.create(
                          model, schema.learnerAttributes(), schema.classes().size(), seed))
              .run(all, seed);
        }
      }

      @Override
      public LoopOutcome runThroughKafka(int learners, int interval, String rule, long seed)
          throws IOException {
        try (InstanceStream all = new NamedStreams(data, layout).open(stream, seed)) {
          return new DriftThroughKafka(model, seed).run(all, learners, interval, rule);
        }
      }
    };
  }

  /** The names. */
  abstract class Named implements LoopSubject {
    private final String measure;
    private final String data;
    private final String model;

    Named(String measure, String data, String model) {
      this.measure = measure;
      this.data = data;
      this.model = model;
    }

    @Override
    public String measure() {
      return measure;
    }

    @Override
    public String data() {
      return data;
    }

    @Override
    public String model() {
      return model;
    }
  }
}
