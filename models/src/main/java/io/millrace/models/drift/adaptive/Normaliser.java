package io.millrace.models.drift.adaptive;

/** Fading mean and variance of numeric attributes; the first instances fade as in a plain mean. */
final class Normaliser {
  /** Values further off count as this many standard deviations. */
  private static final double FAR = 4;

  private static final int TOO_FEW = 10;

  private final double fading;
  private final double[] mean;
  private final double[] variance;
  private final long[] seen;

  Normaliser(int attributes, double fading) {
    this.fading = fading;
    mean = new double[attributes];
    variance = new double[attributes];
    seen = new long[attributes];
  }

  void learn(int attribute, double value) {
    long n = ++seen[attribute];
    double share = Math.max(fading, 1.0 / n);
    double off = value - mean[attribute];
    mean[attribute] += share * off;
    variance[attribute] += share * ((1 - share) * off * off - variance[attribute]);
  }

  /** Standard deviations from the mean, within +-{@link #FAR}; 0 while too little is known. */
  float standardised(int attribute, double value) {
    if (seen[attribute] < TOO_FEW) {
      return 0;
    }
    double z = (value - mean[attribute]) / Math.sqrt(variance[attribute] + 1e-12);
    return (float) Math.max(-FAR, Math.min(FAR, z));
  }
}
