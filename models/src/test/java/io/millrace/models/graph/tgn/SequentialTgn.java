/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TGN-attention event by event in double precision and plain loops: GRU, identity messages, last
 * aggregator, one layer. Reads the parameters by name.
 */
final class SequentialTgn {
  private record Past(long other, long time) {}

  private record Message(double[] other, double span, long time) {}

  private final TgnSettings settings;
  private final Map<String, double[]> weights = new HashMap<>();
  private final Map<Long, double[]> memory = new HashMap<>();
  private final Map<Long, Message> pending = new HashMap<>();
  private final Map<Long, Long> updated = new HashMap<>();
  private final Map<Long, List<Past>> past = new HashMap<>();

  SequentialTgn(TgnSettings settings, Parameters parameters) {
    this.settings = settings;
    for (Parameters.Slice slice : parameters.slices()) {
      double[] values = new double[slice.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameters.values()[slice.at() + i];
      }
      weights.put(slice.name(), values);
    }
  }

  double score(long source, long target, long time) {
    double[] logit = perceptron("decoder", join(embed(source, time), embed(target, time)));
    return 1 / (1 + Math.exp(-logit[0]));
  }

  void update(long source, long target, long time) {
    double[] ofSource = current(source);
    double[] ofTarget = current(target);
    for (long node : new long[] {source, target}) {
      double[] value = node == source ? ofSource : ofTarget;
      Message message = pending.remove(node);
      if (message != null) {
        memory.put(node, value);
        updated.put(node, message.time);
      }
    }
    tell(source, target, ofTarget, time);
    tell(target, source, ofSource, time);
  }

  double[] memory(long node) {
    return memory.getOrDefault(node, new double[settings.memory()]);
  }

  private void tell(long node, long other, double[] value, long time) {
    double span = updated.containsKey(node) ? Math.max(0, time - updated.get(node)) / 1000.0 : 0;
    pending.put(node, new Message(value, span, time));
    List<Past> kept = past.computeIfAbsent(node, n -> new ArrayList<>());
    kept.add(new Past(other, time));
    if (kept.size() > settings.neighbours()) {
      kept.remove(0);
    }
  }

  private double[] current(long node) {
    double[] h = memory(node);
    Message message = pending.get(node);
    if (message == null) {
      return h;
    }
    double[] a = linear("memory.input", join(h, message.other, code(message.span)));
    double[] b = linear("memory.state", h);
    int d = h.length;
    double[] out = new double[d];
    for (int i = 0; i < d; i++) {
      double r = 1 / (1 + Math.exp(-(a[i] + b[i])));
      double z = 1 / (1 + Math.exp(-(a[d + i] + b[d + i])));
      double c = Math.tanh(a[2 * d + i] + r * b[2 * d + i]);
      out[i] = (1 - z) * c + z * h[i];
    }
    return out;
  }

  private double[] embed(long node, long time) {
    double[] h = current(node);
    List<Past> all = past.getOrDefault(node, List.of());
    List<double[]> keys = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && keys.size() < settings.neighbours(); i--) {
      if (all.get(i).time < time) {
        double age = (time - all.get(i).time) / 1000.0;
        keys.add(join(current(all.get(i).other), code(age)));
      }
    }
    double[] drawn = new double[settings.memory()];
    if (!keys.isEmpty()) {
      double[] heads = new double[0];
      for (int head = 0; head < settings.heads(); head++) {
        heads = join(heads, attend("layer0.attention.head" + head, join(h, code(0)), keys));
      }
      drawn = linear("layer0.attention.output", heads);
    }
    return perceptron("layer0.merge", join(drawn, h));
  }

  private double[] attend(String head, double[] query, List<double[]> keys) {
    double[] q = linear(head + ".query", query);
    double[] w = weights.get(head + ".key");
    int width = keys.get(0).length;
    double[] scores = new double[keys.size()];
    double sum = 0;
    for (int j = 0; j < scores.length; j++) {
      for (int o = 0; o < q.length; o++) {
        double k = 0;
        for (int i = 0; i < width; i++) {
          k += w[o * width + i] * keys.get(j)[i];
        }
        scores[j] += q[o] * k;
      }
      scores[j] = Math.exp(scores[j] / Math.sqrt(q.length));
      sum += scores[j];
    }
    double[] out = new double[q.length];
    for (int j = 0; j < scores.length; j++) {
      double[] v = linear(head + ".value", keys.get(j));
      for (int o = 0; o < out.length; o++) {
        out[o] += scores[j] / sum * v[o];
      }
    }
    return out;
  }

  private double[] code(double seconds) {
    double[] logs = weights.get("time.log-frequency");
    boolean plain = settings.scale() == TimeEncoder.Scale.SECONDS;
    double t = plain ? seconds : Math.log1p(seconds);
    double[] phases = weights.get("time.phase");
    double[] out = new double[logs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.cos(Math.exp(logs[i]) * t + phases[i]);
    }
    return out;
  }

  private double[] perceptron(String name, double[] x) {
    double[] hidden = linear(name + ".first", x);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, hidden[i]);
    }
    return linear(name + ".second", hidden);
  }

  private double[] linear(String name, double[] x) {
    double[] w = weights.get(name + ".weight");
    double[] out = weights.get(name + ".bias").clone();
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < out.length; o++) {
        out[o] += x[i] * w[i * out.length + o];
      }
    }
    return out;
  }

  private static double[] join(double[]... parts) {
    int length = 0;
    for (double[] part : parts) {
      length += part.length;
    }
    double[] joined = new double[length];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
