/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What a job, or the dashboard, has to be allowed by Kafka's ACLs: each job lists what it reads and
 * writes beside the code that does, and the list follows the names in the configuration.
 */
package io.millrace.jobs.access;
