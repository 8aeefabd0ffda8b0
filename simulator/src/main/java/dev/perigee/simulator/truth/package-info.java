/// What really happens in a simulation: durations and chances that no policy ever sees.
///
/// Exponential by inversion, t = -m ln(1 - u). Log-normal with the given median and 95th
/// percentile: ln t is normal with mean ln(median) and standard deviation ln(p95 / median) /
/// 1.6449; the normal variate is that of Box and Muller (A Note on the Generation of Random Normal
/// Deviates, Annals of Mathematical Statistics 29(2), 1958). Each draw has a seed of its own, so
/// the order of drawing does not matter.
@NullMarked
package dev.perigee.simulator.truth;

import org.jspecify.annotations.NullMarked;
