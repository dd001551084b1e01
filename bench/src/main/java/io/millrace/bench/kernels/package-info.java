/**
 * JMH benchmarks of single layers on every compute path, which the constants of {@code KernelRule}
 * come from, and of the heads that streamed networks end in.
 */
package io.millrace.bench.kernels;
