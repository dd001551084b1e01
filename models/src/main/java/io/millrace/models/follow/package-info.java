/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * What learners that run share with others: the versions of parameters that come back to them from
 * wherever they are merged or trained.
 */
package io.millrace.models.follow;
