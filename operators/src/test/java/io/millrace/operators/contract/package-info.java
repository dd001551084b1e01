/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What every keyed operator must hold to, as one reusable test: {@link
 * io.millrace.operators.contract.OperatorContract}. It runs operators in Flink's harnesses through
 * checkpoints, failures and changes of parallelism, without a cluster.
 */
package io.millrace.operators.contract;
