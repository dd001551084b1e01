/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

/**
 * One signal of a record, as its header describes it.
 *
 * @param file the name of the file that holds its samples
 * @param skip bytes before the first sample
 * @param gain ADC units per physical unit
 * @param baseline the ADC value of physical zero
 * @param unit the physical unit
 * @param bits the resolution of the ADC
 * @param adcZero the ADC value in the middle of its range
 * @param checksum the sum of all samples, modulo 2^16; null where the header has none
 * @param description what was measured, such as the lead
 */
public record Signal(
    String file,
    Format format,
    long skip,
    float gain,
    int baseline,
    String unit,
    int bits,
    int adcZero,
    Integer checksum,
    String description) {
  /** ADC units per millivolt where a header states none. */
  static final float DEFAULT_GAIN = 200;

  /** The physical value of an ADC value; NaN for the value that marks a gap. */
  public float physical(int adc) {
    return adc == format.gap() ? Float.NaN : (adc - baseline) / gain;
  }
}
