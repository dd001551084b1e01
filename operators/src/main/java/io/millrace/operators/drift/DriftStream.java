/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.detect.Level;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.moe.Mixture;
import io.millrace.models.drift.transit.Alarm;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.models.drift.transit.StreamReport.Cause;
import io.millrace.operators.turn.Silence;
import io.millrace.state.drift.Agenda;
import io.millrace.state.drift.ClassNames;
import io.millrace.state.drift.DriftState;
import io.millrace.state.drift.Entry;
import io.millrace.state.drift.Standing;

/**
 * What happens to the events of a stream. They wait until event time has passed them and then have
 * their turn in its order, at the same time instances before labels, so that the outcome does not
 * depend on how instances and labels met: an instance is predicted, and learned at once when it
 * brings its label, else when its label has its turn.
 */
final class DriftStream {
  private final DriftRules rules;
  private final DriftTally tally;
  private final DriftSink sink;
  private final PartSharing sharing;
  private final long delay;
  private final Silence silence;
  private final Votes votes = new Votes();
  private final Votes remembered = new Votes();
  private final Outcome outcome = new Outcome();

  DriftStream(DriftRules rules, DriftTally tally, DriftSink sink) {
    this(rules, new PartSharing(Split.NONE, rules.learner(), tally, sink), tally, sink);
  }

  DriftStream(DriftRules rules, PartSharing sharing, DriftTally tally, DriftSink sink) {
    this.sharing = sharing;
    this.rules = rules;
    this.tally = tally;
    this.sink = sink;
    this.delay = rules.labelDelay().toMillis();
    this.silence = new Silence(rules.idle());
  }

  /** Gives a new stream what is known beforehand. */
  void begin(DriftState state) {
    rules.classNames().forEach(state.names()::add);
  }

  /**
   * Takes in an event.
   *
   * @return whether the state changed
   */
  boolean accept(DriftState state, DriftEvent event) {
    if (event instanceof Arrival && event.timeMillis() <= state.positionMillis()) {
      tally.late++;
      sink.rejected(
          event,
          EventFault.LATE,
          EventCheck.place(event)
              + "time "
              + event.timeMillis()
              + " came after the turn of "
              + state.positionMillis()
              + ": raise millrace.drift.disorder-bound, or send it only once");
      return false;
    }
    if (state.agenda().holds(event)) {
      tally.duplicates++;
      return false;
    }
    state.agenda().queue(event);
    return true;
  }

  /** Gives all events up to that time their turn, and stops waiting for labels that are overdue. */
  void advance(DriftState state, long watermark) {
    Agenda agenda = state.agenda();
    while (agenda.nextMillis() <= watermark && agenda.nextMillis() != Long.MAX_VALUE) {
      DriftEvent event = agenda.poll();
      sharing.tellBefore(state, event.timeMillis());
      state.pass(event.timeMillis());
      giveUpBefore(state, event.timeMillis() - delay);
      if (event instanceof Arrival arrival) {
        predict(state, arrival);
      } else {
        match(state, (LateLabel) event);
      }
    }
    // The end of all input is no passage of time: a job that goes on from here still waits.
    if (watermark != Long.MAX_VALUE) {
      giveUpBefore(state, watermark - delay);
      sharing.tellBefore(state, watermark + 1);
    }
  }

  /** Watermarks come at any time: what a label finds must depend on the time of events alone. */
  private void giveUpBefore(DriftState state, long millis) {
    Entry eldest = state.agenda().eldest();
    while (eldest != null && eldest.event().timeMillis() < millis) {
      giveUp(state, eldest);
      eldest = state.agenda().eldest();
    }
  }

  /** When this stream next has something to do, {@link Long#MAX_VALUE} for never. */
  long dueMillis(DriftState state) {
    long due = state.agenda().nextMillis();
    Entry eldest = state.agenda().eldest();
    if (eldest != null) {
      due = Math.min(due, Silence.coarse(eldest.event().timeMillis() + delay + 1, delay));
    }
    due = Math.min(due, sharing.dueMillis(state));
    return Math.min(due, silence.dueMillis(waits(state), state.positionMillis()));
  }

  /**
   * Whether the stream is to be forgotten: it has been silent for too long, or nothing but labels
   * has come of it.
   */
  boolean forgotten(DriftState state, long watermark) {
    boolean labelsAlone =
        !waits(state) && state.width() == 0 && state.positionMillis() != Long.MIN_VALUE;
    return labelsAlone || silence.tooLong(waits(state), state.positionMillis(), watermark);
  }

  private static boolean waits(DriftState state) {
    return state.agenda().nextMillis() != Long.MAX_VALUE;
  }

  private void predict(DriftState state, Arrival arrival) {
    if (!fits(state, arrival)) {
      return;
    }
    int label =
        arrival.label() == null ? 0 : state.names().code(arrival.label(), rules.maxClasses());
    if (label == ClassNames.UNSUITABLE) {
      sink.rejected(
          arrival,
          EventFault.LABEL,
          EventCheck.place(arrival) + unsuitable(state, arrival.label()));
      return;
    }
    state.learner().vote(arrival.features(), votes);
    int expert = -1;
    double entropy = 0;
    if (state.learner() instanceof Mixture mixture) {
      expert = mixture.chosen();
      entropy = mixture.routingEntropy();
    }
    double[] said = new double[votes.classes()];
    for (int c = 0; c < said.length; c++) {
      said[c] = votes.of(c);
    }
    tell(state, arrival, said, expert);
    if (arrival.label() != null) {
      learn(state, arrival, label, votes, expert, entropy, arrival.timeMillis());
    } else if (delay > 0) {
      if (state.agenda().waiting() == rules.maxWaiting()) {
        giveUp(state, state.agenda().eldest());
      }
      state.agenda().await(arrival, said, expert, entropy);
    }
  }

  private boolean fits(DriftState state, Arrival arrival) {
    if (state.width() == 0) {
      state.define(arrival.features().length, arrival.nominal());
    }
    boolean wide = arrival.features().length == state.width();
    if (wide && state.hasNominal(arrival.nominal())) {
      return true;
    }
    sink.rejected(
        arrival,
        EventFault.SCHEMA,
        EventCheck.place(arrival)
            + (wide
                ? "its nominal attributes are not those of the stream's first instance"
                : "it has "
                    + arrival.features().length
                    + " features, the stream's first instance had "
                    + state.width())
            + ": send instances of another schema under another stream id");
    return false;
  }

  private String unsuitable(DriftState state, ClassLabel label) {
    boolean named = state.names().named();
    return "label "
        + EventCheck.shown(label)
        + (named && label.name() != null
            ? " would be one name too many, a stream has at most "
                + rules.maxClasses()
                + ": raise millrace.drift.max-classes if there are more"
            : " does not go with the others, which are "
                + (named ? "names" : "numbers")
                + ": label a stream in one way");
  }

  private void tell(DriftState state, Arrival arrival, double[] said, int expert) {
    outcome.judge(0, votes);
    boolean cold = state.learned() < rules.coldLabels();
    tally.predictions++;
    tally.cold += cold ? 1 : 0;
    state.countPredicted();
    sink.prediction(
        new ClassPrediction(
            arrival.streamId(),
            arrival.instanceId(),
            arrival.timeMillis(),
            outcome.predicted(),
            state.names().name(outcome.predicted()),
            said,
            expert,
            outcome.confidence(),
            cold,
            version(state)));
  }

  private String version(DriftState state) {
    String version = rules.learner() + '/' + state.learned();
    if (state.adoption().any()) {
      version += "+v" + state.adoption().base();
    }
    return state.part() == DriftState.UNSPLIT ? version : version + '#' + state.part();
  }

  private void match(DriftState state, LateLabel late) {
    Entry entry = state.agenda().waiting(late.instanceId());
    if (entry == null) {
      stray(
          state,
          late,
          "no instance of that id waits for a label: it never came, came later, has its label, or"
              + " waited longer than millrace.drift.label-delay = "
              + delay
              + " ms");
      return;
    }
    int label = state.names().code(late.label(), rules.maxClasses());
    if (label == ClassNames.UNSUITABLE) {
      stray(state, late, unsuitable(state, late.label()));
      return;
    }
    state.agenda().settle(entry);
    double[] said = entry.votes();
    remembered.clear(said.length);
    for (int c = 0; c < said.length; c++) {
      remembered.set(c, said[c]);
    }
    learn(
        state,
        (Arrival) entry.event(),
        label,
        remembered,
        entry.expert(),
        entry.entropy(),
        late.timeMillis());
  }

  private void stray(DriftState state, LateLabel late, String why) {
    tally.unmatched++;
    state.countUnmatched();
    sink.stray(new StrayLabel(late, EventCheck.place(late) + why));
  }

  private void giveUp(DriftState state, Entry entry) {
    tally.unlabelled++;
    state.countUnlabelled();
    state.agenda().settle(entry);
  }

  private void learn(
      DriftState state,
      Arrival arrival,
      int label,
      Votes said,
      int expert,
      double entropy,
      long timeMillis) {
    outcome.judge(label, said);
    Standing standing = state.standing();
    standing.add(outcome, expert, entropy);
    tally.right += outcome.right() ? 1 : 0;
    state.countJudged();
    state.learner().learn(arrival.features(), label, 1);
    state.countLearned();
    tally.learned++;
    sharing.learned(state, timeMillis);
    Alarm alarm = null;
    Detector detector = standing.detector();
    if (detector != null && detector.add(outcome.right() ? 0 : 1) == Level.DRIFT) {
      tally.alarms++;
      alarm = new Alarm(rules.detector(), timeMillis, state.judged(), detector.magnitude());
    }
    if (standing.window().judged() >= rules.window()) {
      sink.report(report(state, timeMillis, Cause.WINDOW, alarm));
      standing.begin();
    } else if (alarm != null) {
      sink.report(report(state, timeMillis, Cause.ALARM, alarm));
    }
  }

  private StreamReport report(DriftState state, long timeMillis, Cause cause, Alarm alarm) {
    Standing standing = state.standing();
    return new StreamReport(
        state.streamId(),
        timeMillis,
        cause,
        version(state),
        state.predicted(),
        state.judged(),
        standing.window().scores(),
        state.agenda().waiting(),
        state.unmatched(),
        state.unlabelled(),
        state.learner().heapBytes(),
        alarm,
        standing.chosen(),
        standing.right(),
        standing.meanEntropy());
  }
}
