// Numbers with units for people. Exact figures are shown in the details.

const PREFIXES = [
  [1e6, "M"], [1e3, "k"], [1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"], [1e-12, "p"],
];
const SPACE = "\u00a0";
const COUNT = new Intl.NumberFormat("en-US");

/** Three significant digits, without an exponent: 12.3, 0.500, 1,234. */
export function three(value) {
  const size = Math.abs(value);
  if (size === 0) {
    return "0";
  }
  if (size >= 999.5) {
    return COUNT.format(Math.round(value));
  }
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return value.toFixed(Math.min(decimals, 12));
}

function scaled(value, unit) {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) {
    return "–";
  }
  const [factor, prefix] = PREFIXES.find(([each]) => size >= each * 0.9995) ?? [1, ""];
  return `${three(size === 0 ? 0 : value / factor)}${SPACE}${prefix}${unit}`;
}

/** The label of an axis: 10 W for 10.0 W. */
export const label = (text) => text.replace(/\.0+(?=\D|$)|(?<=\.\d*[1-9])0+(?=\D|$)/, "");

export const count = (value) => COUNT.format(value);
export const joules = (value) => scaled(value, "J");
export const watts = (value) => scaled(value, "W");
export const grams = (value) => scaled(value, "g");

/** Dollars: below a cent in milli or micro dollars, so that small prices stay readable. */
export function dollars(value) {
  return Math.abs(value) >= 0.01 ? `${three(value)}${SPACE}USD` : scaled(value, "USD");
}

export function milliseconds(value) {
  if (value === 0) {
    return `0${SPACE}ms`;
  }
  if (value < 1) {
    return `${three(value * 1e3)}${SPACE}µs`;
  }
  return value < 1e3 ? `${three(value)}${SPACE}ms` : `${three(value / 1e3)}${SPACE}s`;
}

export function memory(mebibytes) {
  return mebibytes >= 1024 ? `${three(mebibytes / 1024)}${SPACE}GiB` : `${count(mebibytes)}${SPACE}MiB`;
}

export function cores(milli) {
  return `${three(milli / 1000)}${SPACE}${milli === 1000 ? "core" : "cores"}`;
}

export function bytes(value) {
  return value >= 1024 * 1024
    ? `${three(value / 1024 / 1024)}${SPACE}MiB`
    : value >= 1024 ? `${three(value / 1024)}${SPACE}KiB` : `${value}${SPACE}B`;
}

export const percent = (fraction) => `${three(fraction * 100)}${SPACE}%`;

/** 08:52:05.123 of 2026-11-21T08:52:05.123Z. */
export const timeOfDay = (utc) => utc.slice(11, 23);

/** As exact as JSON gave it, without an exponent. */
export function exact(value) {
  const text = String(value);
  return text.includes("e") ? value.toFixed(15).replace(/\.?0+$/, "") : text;
}
