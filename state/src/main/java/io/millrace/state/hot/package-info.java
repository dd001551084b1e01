/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The hot tier: {@link io.millrace.state.hot.HotState} keeps the state of recently seen keys as
 * live objects within a byte budget and writes changed ones to a {@link
 * io.millrace.state.hot.ColdStore} before each checkpoint and when it evicts them. {@link
 * io.millrace.state.hot.KeyedColdStore} is Flink's keyed state as such a store.
 */
package io.millrace.state.hot;
