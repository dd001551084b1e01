/**
 * Our mixture of experts for streams that change, the default learner. What it keeps of DriftMoE
 * (io.millrace.models.drift.moe) is the idea: few incremental trees and a small learned router.
 * What it changes: all experts' opinions are mixed, not one picked; experts are of several kinds,
 * so that one of them suits whatever the stream does (trees that are renewed when they get worse,
 * networks that forget at different speeds, memories of what labels followed what); attributes are
 * normalised as they come. Every idea is a switch of {@link
 * io.millrace.models.drift.adaptive.AdaptiveSettings}.
 */
package io.millrace.models.drift.adaptive;
