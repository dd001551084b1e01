/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.contract;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * The operator under test.
 *
 * @param operators makes an operator whose bundles hold that many records; one input, or two with
 *     the second broadcast
 * @param key of a record
 * @param keyType of the key
 * @param tags side outputs to watch
 * @param described an output as text that shows all it says
 * @param keyed the key of an output as text; outputs of one key must come in order
 * @param busy whether the operator has work under way in another thread
 * @param backend makes a state backend
 */
public record Subject<I, K, O>(
    IntFunction<StreamOperator<O>> operators,
    KeySelector<I, K> key,
    TypeInformation<K> keyType,
    List<OutputTag<?>> tags,
    Function<Object, String> described,
    Function<Object, String> keyed,
    Predicate<StreamOperator<O>> busy,
    BackendSource backend) {

  /** Makes a fresh backend for a subtask. */
  public interface BackendSource {
    StateBackend create();
  }

  /** The same with another backend. */
  public Subject<I, K, O> on(BackendSource other) {
    return new Subject<>(operators, key, keyType, tags, described, keyed, busy, other);
  }
}
