/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.signal;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.state.binary.BinaryType;

/** Type information of signals, so that no job falls back on generic serialization. */
public final class SignalTypes {
  public static final BinaryType<Frame> FRAME = BinaryType.of(Frame.class, FrameSerializer::new);
  public static final BinaryType<Prediction> PREDICTION =
      BinaryType.of(Prediction.class, PredictionSerializer::new);
  public static final BinaryType<SignalState> STATE =
      BinaryType.of(SignalState.class, SignalStateSerializer::new);

  private SignalTypes() {}
}
