/// The ledger as JSON and CSV. Every amount is written as the exact decimal of its integer:
/// micro-joules with up to 6 decimals, nano-grams 9, pico-dollars 12, nano-seconds 9 (6 in
/// milliseconds); no exponents, no trailing zeros.
@NullMarked
package dev.perigee.ledger.text;

import org.jspecify.annotations.NullMarked;
