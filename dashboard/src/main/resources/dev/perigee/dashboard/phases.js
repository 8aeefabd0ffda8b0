// Where the time of an invocation went, as a bar of six parts.

import {h} from "./dom.js";
import {milliseconds} from "./format.js";

export const PHASES = [
  ["queue", "waiting for a worker"],
  ["place", "deciding where"],
  ["fetch", "bringing the code"],
  ["sandbox", "making the sandbox"],
  ["init", "loading runtime and module"],
  ["handler", "the handler itself"],
];

export function totalMs(row) {
  return PHASES.reduce((sum, [name]) => sum + row[`${name}Ms`], 0);
}

export function phasesText(row) {
  return PHASES.filter(([name]) => row[`${name}Ms`] > 0)
    .map(([name]) => `${name} ${milliseconds(row[`${name}Ms`])}`).join(", ");
}

/** The bar; longestMs has the full width. */
export function phaseBar(row, longestMs) {
  const total = totalMs(row);
  const bar = h("span", {class: "phases", role: "img", "aria-label": phasesText(row) || "no time"});
  bar.style.width = `${longestMs > 0 ? Math.max(1, (100 * total) / longestMs) : 0}%`;
  for (const [name] of PHASES) {
    const ms = row[`${name}Ms`];
    if (ms > 0) {
      const part = h("span", {class: `phase ${name}`, title: `${name}: ${milliseconds(ms)}`});
      part.style.flexGrow = String(ms / total);
      bar.append(part);
    }
  }
  return h("span", {class: "phases-room"}, bar);
}

export function phaseKeys() {
  return PHASES.map(([name, about]) =>
    h("li", {title: about}, h("span", {class: `swatch phase ${name}`, "aria-hidden": "true"}), name));
}
