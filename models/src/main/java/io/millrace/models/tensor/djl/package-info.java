/**
 * The compute path on PyTorch through DJL: convolutions as tensors on the CPU or a GPU. Native
 * memory is freed by closing only: every call has its own manager, weights live as long as their
 * convolution, and {@link io.millrace.models.tensor.djl.DjlKernels#nativeArrays()} tells what is
 * left.
 */
package io.millrace.models.tensor.djl;
