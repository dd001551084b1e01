/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.graph;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.demo.part.Followers;
import io.millrace.jobs.demo.part.Look;
import io.millrace.jobs.demo.part.Part;
import io.millrace.jobs.demo.part.Playing;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.play.InteractionTopic;
import io.millrace.jobs.play.Pacer;
import io.millrace.jobs.temporalgraph.TemporalGraphJob;
import io.millrace.models.graph.generator.Payment;
import io.millrace.models.graph.generator.PaymentStream;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** The job for temporal graphs in the demo: payments, played in real time until told to stop. */
public final class GraphPart implements Part {
  private static final String GRAPH = "payments";
  private static final float[] NONE = new float[0];
  private static final int REPORT_WINDOW = 500;

  /** Event time in partitions that stay empty. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** Time goes on by so much at the end, to give the last payments their turn. */
  private static final long BEYOND_LAST = 5000;

  private final GraphSettings settings;
  private final JobConfiguration configuration;
  private final GraphStatistics statistics = new GraphStatistics();
  private final GraphView view = new GraphView();
  private final InteractionTopic topic;
  private final EmbeddedJob job;
  private volatile boolean ending;
  private Playing playing;
  private long sent;
  private long marks;
  private long acknowledged;

  /** Submits the job; returns before it runs. */
  public GraphPart(GraphSettings settings, JobConfiguration base, Platform platform) {
    this.settings = settings;
    configuration =
        base.with(BundleOptions.LATENCY, Duration.ofMillis(10))
            // The best of the models where everything has to be learned within a minute.
            .with(GraphOptions.MODEL, "nat")
            .with(GraphOptions.MEMORY, 32)
            .with(GraphOptions.NEIGHBOURS, 8)
            .with(GraphOptions.LEARNING_RATE, 0.003)
            .with(GraphOptions.REPORT_WINDOW, REPORT_WINDOW)
            .with(GraphOptions.BATCH, 50)
            .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(200))
            // One producer sends everything in the order of time.
            .with(GraphOptions.DISORDER_BOUND, Duration.ZERO)
            // As in the learning job: no partition is idle, empty ones have a mark far ahead.
            .with(GraphOptions.IDLE_TIMEOUT, FOR_EVER)
            .with(GraphOptions.MAX_AHEAD, FOR_EVER.multipliedBy(2));
    ConfigurationValidator.validate(configuration);
    topic =
        new InteractionTopic(
            platform.connection(),
            configuration.get(TopicOptions.GRAPH_INTERACTIONS),
            List.of(GRAPH));
    job = platform.flink().submit(TemporalGraphJob.environment(configuration).getStreamGraph());
  }

  @Override
  public String awaitRunning(Duration patience) {
    job.awaitRunning(patience);
    return String.format(
        Locale.ROOT,
        "%s scores payments of %d accounts; a fraud ring forms every %.0f s",
        model(),
        settings.payments().accounts(),
        (double) settings.payments().ringEvery() / settings.perSecond());
  }

  private String model() {
    return configuration.get(GraphOptions.MODEL);
  }

  @Override
  public void follow(Followers followers) {
    followers.follow(
        Topics.GRAPH_PREDICTIONS,
        LinkPrediction.class,
        prediction -> statistics.prediction(prediction, System.currentTimeMillis()));
    followers.follow(Topics.GRAPH_REPORTS, GraphReport.class, statistics::report);
  }

  @Override
  public void start(BooleanSupplier running) {
    playing = new Playing("payments", () -> play(() -> !ending && running.getAsBoolean()));
  }

  private long play(BooleanSupplier running) {
    long start = System.currentTimeMillis();
    topic.markEmpty(start + FOR_EVER.toMillis());
    topic.flush();
    marks = topic.acknowledged();
    PaymentStream payments = new PaymentStream(settings.payments());
    Pacer pacer = new Pacer(1);
    long count = 0;
    while (running.getAsBoolean()) {
      double due = (double) count / settings.perSecond();
      pacer.await(due, running);
      topic.send(edge(payments.next(), start + (long) (1000 * due)));
      statistics.sent();
      count++;
    }
    return count;
  }

  private static Edge edge(Payment payment, long millis) {
    return new Edge(
        GRAPH,
        null,
        NodeRef.of(payment.from()),
        NodeRef.of(payment.to()),
        millis,
        NONE,
        1,
        payment.fraud() ? GraphStatistics.FRAUD : null,
        Origin.NONE);
  }

  /** Lets event time pass the last payments, too. */
  @Override
  public void stop() {
    ending = true;
    sent = playing.await();
    topic.flush();
    acknowledged = topic.acknowledged() - marks;
    topic.markEnd(System.currentTimeMillis() + BEYOND_LAST);
    topic.flush();
  }

  /** Whether every payment has its score. */
  @Override
  public boolean complete() {
    return statistics.predictions() >= sent;
  }

  @Override
  public Look look(double seconds) {
    return view.look(statistics.glance(), seconds);
  }

  public GraphFigures figures() {
    return new GraphFigures(
        acknowledged,
        statistics.predictions(),
        sent,
        statistics.outOfTurn(),
        statistics.averagePrecision(),
        statistics.nodes(),
        statistics.fraudulent(),
        statistics.anomalyAuc(),
        statistics.emitted(),
        statistics.visible(),
        job.restarts(),
        job.checkpoints(),
        model());
  }

  @Override
  public void cancel() {
    job.cancel();
  }

  @Override
  public void close() {
    ending = true;
    topic.close();
  }
}
