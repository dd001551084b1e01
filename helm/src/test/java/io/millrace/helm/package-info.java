/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Renders the chart with Helm in this process and checks what comes out: against the schemas of
 * Kubernetes and of the operators, and against the project's own options, topics and flags.
 */
package io.millrace.helm;
