/// Readers of outside data: carbon intensity of grids, prices, arrival traces.
///
/// Carbon intensity is in grams of CO2e per kWh of electricity, life cycle, one value per grid zone
/// and hour of UTC. A {@link dev.perigee.feeds.CarbonTable} holds the hours of one file; the
/// bundled {@link dev.perigee.feeds.CarbonProfile} holds means by month and hour of the day, and a
/// yearly mean where there is nothing better (source: Electricity Maps under the Open Database
/// License, see `data/odbl/PROVENANCE.md`).
///
/// Every reader looks at the whole of its input and then names all that is wrong with it, with line
/// numbers.
@NullMarked
package dev.perigee.feeds;

import org.jspecify.annotations.NullMarked;
