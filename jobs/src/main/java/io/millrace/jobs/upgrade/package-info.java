/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/** What has to hold for a job to go on from a savepoint, told before anything is stopped. */
package io.millrace.jobs.upgrade;
