/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.csv.CsvLayout;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.topics.ExistingTopics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays signals into the topic of frames. */
@Command(
    name = "produce",
    header = "Play recorded or synthetic signals into Kafka.",
    description = {
      "Sends signals frame by frame as devices would, all streams side by side. Samples are sent in"
          + " the unit that the model's manifest names; the job normalises them.",
      "Labelled instances and interactions have commands of their own: produce instances, produce"
          + " interactions."
    })
final class ProduceCommand extends MillraceCommand {
  private static final double TOLERANCE = 0.01;

  @Mixin BrokerOptions brokers;

  @ArgGroup Source source;

  @Option(
      names = "--record",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --wfdb: only these records.")
  List<String> records = new ArrayList<>();

  @Option(
      names = "--channels",
      paramLabel = "NAME|N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --wfdb: these signals; else the first, as many as the model takes.")
  List<String> channels = new ArrayList<>();

  @Option(
      names = "--columns",
      paramLabel = "NAME|N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --csv: the columns that are channels; else all.")
  List<String> columns = new ArrayList<>();

  @Option(
      names = "--no-header",
      description = "With --csv: the first line is data; columns have numbers from 1.")
  boolean noHeader;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      defaultValue = ",",
      description = "With --csv: between columns.")
  char delimiter;

  @Option(
      names = "--sampling-rate",
      paramLabel = "HZ",
      description = "With --csv: lines per second; else the model's.")
  Float samplingRate;

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "With --csv: V, mV or uV; else the model's.")
  String unit;

  @Option(
      names = "--streams",
      paramLabel = "N",
      defaultValue = "10",
      description = "With --synthetic: how many patients.")
  int streams;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "With --synthetic: equal seeds give equal patients.")
  long seed;

  @ArgGroup Pace pace = new Pace();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "End after so many seconds of each signal.")
  Double seconds;

  @Option(
      names = "--frame",
      paramLabel = "SAMPLES",
      defaultValue = "90",
      description = "Samples per frame.")
  int frame;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Begins the id of every stream, to tell runs apart.")
  String prefix;

  ProduceCommand(Console console) {
    super(console);
  }

  /** What is played. */
  static final class Source {
    @Option(names = "--wfdb", paramLabel = "DIR", description = "WFDB records in this folder.")
    Path wfdb;

    @Option(names = "--csv", paramLabel = "FILE", description = "Tables; a stream each.")
    List<Path> csv;

    @Option(names = "--synthetic", description = "Synthetic electrocardiograms.")
    boolean synthetic;
  }

  /** How fast. */
  static final class Pace {
    @Option(
        names = "--rate",
        paramLabel = "FACTOR",
        description = "Seconds of signal per second; 1, real time, is the default.")
    double rate = 1;

    @Option(names = "--as-fast-as-possible", description = "As fast as the brokers take them.")
    boolean unpaced;

    double speed() {
      return unpaced ? Player.UNPACED : rate;
    }
  }

  @Override
  public Integer call() {
    if (source == null) {
      throw new UsageException(
          "what is to be played? Give --wfdb=DIR, --csv=FILE or --synthetic, or see 'produce"
              + " instances --help' for labelled instances, 'produce interactions --help' for edges");
    }
    UsageException.unless(frame >= 1, "--frame", frame, "1 or more");
    UsageException.unless(streams >= 1, "--streams", streams, "1 or more");
    UsageException.unless(pace.rate > 0, "--rate", pace.rate, "a number above 0");
    UsageException.unless(seconds == null || seconds > 0, "--seconds", seconds, "a number above 0");
    JobConfiguration configuration = brokers.configuration();
    ModelManifest manifest = ModelBundle.read(configuration.get(ModelOptions.URI)).manifest();
    KafkaConnection connection = BrokerOptions.connection(configuration);
    String topic = configuration.get(TopicOptions.SIGNALS);
    List<LimitedSignal> signals = new ArrayList<>();
    ProduceSummary summary;
    try {
      openAll(manifest, signals);
      double longest = longest(signals);
      warn(manifest, signals);
      ExistingTopics.require(connection, Map.of(topic, Topics.SIGNAL_FRAMES));
      summary = play(signals, connection, topic, longest);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } finally {
      signals.forEach(LimitedSignal::close);
    }
    if (json) {
      console.json(summary);
    } else {
      console.line(
          "%s%,d frames of %d streams sent to %s in %.1f s: %,.0f s of signal, from %s on",
          summary.interrupted() ? "interrupted: " : "",
          summary.frames(),
          summary.streams(),
          topic,
          summary.seconds(),
          summary.signalSeconds(),
          summary.start());
    }
    return ExitCode.OK;
  }

  private void openAll(ModelManifest manifest, List<LimitedSignal> signals) {
    try {
      open(manifest, signals);
    } catch (RecordingException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void open(ModelManifest manifest, List<LimitedSignal> signals) {
    SignalFiles files = new SignalFiles(manifest.input());
    if (source.wfdb != null) {
      List<String> names = records.isEmpty() ? SignalFiles.wfdbRecords(source.wfdb) : records;
      names.forEach(name -> add(files.wfdb(source.wfdb, name, channels), signals));
    } else if (source.csv != null) {
      float rate = samplingRate == null ? manifest.samplingRate() : samplingRate;
      CsvLayout layout = new CsvLayout(delimiter, !noHeader, columns, rate);
      source.csv.forEach(file -> add(files.csv(file, layout, unit), signals));
    } else {
      SyntheticSignal.patients(streams, seed, Long.MAX_VALUE)
          .forEach(signal -> add(signal, signals));
    }
  }

  private void add(Signal signal, List<LimitedSignal> signals) {
    double limit = seconds == null ? Double.POSITIVE_INFINITY : seconds;
    signals.add(new LimitedSignal(signal, prefix + signal.streamId(), limit));
  }

  /** The seconds of the longest signal; 0 for endless ones, which real time must pace. */
  private double longest(List<LimitedSignal> signals) {
    double longest = 0;
    for (LimitedSignal signal : signals) {
      if (signal.length() == Long.MAX_VALUE) {
        UsageException.unless(
            pace.speed() <= 1,
            "--seconds",
            "not given",
            "it when faster than real time: endless signals would run ahead of the clock, and the"
                + " job refuses samples from the future");
        return 0;
      }
      longest = Math.max(longest, signal.length() / (double) signal.samplingRate());
    }
    return longest;
  }

  private void warn(ModelManifest manifest, List<LimitedSignal> signals) {
    for (LimitedSignal signal : signals) {
      float rate = signal.samplingRate();
      if (signal.channels() != manifest.input().channels().size()
          || Math.abs(rate - manifest.samplingRate()) > TOLERANCE * manifest.samplingRate()) {
        console.note(
            "warning: stream %s has %d channels at %s Hz, model %s takes %d at %s Hz and will refuse"
                + " it",
            signal.streamId(),
            signal.channels(),
            rate,
            manifest.id(),
            manifest.input().channels().size(),
            manifest.samplingRate());
      }
    }
  }

  private ProduceSummary play(
      List<LimitedSignal> signals, KafkaConnection connection, String topic, double longest) {
    // What is played faster than real time began in the past, so that none of it is ahead of time.
    double past = Math.max(0, longest * (1 - 1 / pace.speed()));
    Instant start = Instant.now().minusMillis(Math.round(1000 * past));
    long total = frames(signals);
    Tally tally = new Tally();
    long begin = System.nanoTime();
    boolean interrupted;
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "frames");
        FrameTopic out = new FrameTopic(connection, topic)) {
      new Player(pace.speed(), frame)
          .play(
              signals,
              out,
              start.toEpochMilli(),
              () -> !interrupt.isWished(),
              samples -> {
                tally.samples += samples;
                tally.frames++;
                line.show("produce", tally.frames, total);
              });
      interrupted = interrupt.isWished();
      tally.frames = out.acknowledged();
    }
    return ProduceSummary.of(
        topic,
        signals.size(),
        tally.frames,
        tally.samples,
        signals.stream().mapToDouble(LimitedSignal::secondsRead).sum(),
        (System.nanoTime() - begin) / 1e9,
        start,
        interrupted);
  }

  private long frames(List<LimitedSignal> signals) {
    long frames = 0;
    for (LimitedSignal signal : signals) {
      if (signal.length() == Long.MAX_VALUE) {
        return -1;
      }
      frames += (signal.length() + frame - 1) / frame;
    }
    return frames;
  }

  private static final class Tally {
    private long frames;
    private long samples;
  }
}
