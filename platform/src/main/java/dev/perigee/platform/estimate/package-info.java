/// Says what calls will come to before they are made.
///
/// From the ledger: mean of the function's own entries with its 95 % confidence interval, `mean +-
/// 1.96 s / sqrt(n)`, from ten entries on (central limit theorem; few calls that are much dearer
/// than the rest make it too narrow). Otherwise from a model of the nodes: between the least and
/// the most that the least and the most thirsty node would take.
@NullMarked
package dev.perigee.platform.estimate;

import org.jspecify.annotations.NullMarked;
