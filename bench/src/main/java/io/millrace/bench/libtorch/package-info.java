/**
 * A peer for measurements: the same layer graph evaluated on full windows by libtorch through DJL.
 * DJL's PyTorch engine loads no ONNX, so {@link io.millrace.bench.libtorch.LibtorchNetwork} calls
 * one libtorch operator per layer, eagerly; tensors stay native from the first layer to the last.
 */
package io.millrace.bench.libtorch;
