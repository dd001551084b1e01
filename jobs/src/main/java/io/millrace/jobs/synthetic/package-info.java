/**
 * Synthetic electrocardiograms from the dynamical model of McSharry, Clifford, Tarassenko and Smith
 * (IEEE Trans. Biomed. Eng. 50(3), 2003), with ectopic beats, noise and the true beats at hand. It
 * looks like an ECG to a person and to a classifier; it is no substitute for recordings when a
 * classifier is judged.
 */
package io.millrace.jobs.synthetic;
