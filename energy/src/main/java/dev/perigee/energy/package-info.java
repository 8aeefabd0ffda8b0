/// Power models, attribution per invocation, carbon and cost: formulas only, pure and
/// deterministic.
///
/// CPU: P = P_min + (P_max - P_min) u per vCPU (Cloud Carbon Footprint, from SPECpower), or with
/// the concave curve 2u - u^1.4 (Fan, Weber, Barroso 2007). Memory: 0.392 W per GB (Cloud Carbon
/// Footprint). Idle power belongs to who reserves it: a share of memoryMb / 1769 vCPU (AWS Lambda's
/// rule). Operation carbon = E / 3.6e6 x PUE x intensity; transmission = bytes x kWh/GB x
/// intensity; embodied = server / lifetime x share x duration (SCI, ISO/IEC 21031).
///
/// Doubles live inside the formulas; what leaves is an integer, rounded half to even, and shares of
/// a whole are cut by the largest remainder, so that they add up to the whole exactly.
@NullMarked
package dev.perigee.energy;

import org.jspecify.annotations.NullMarked;
