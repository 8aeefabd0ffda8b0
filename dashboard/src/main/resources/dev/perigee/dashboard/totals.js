// Sums over all functions of the tenant, as a row of figures.

import {h, byId, setText} from "./dom.js";
import {count, dollars, grams, joules, percent} from "./format.js";

const FIGURES = [
  ["Invocations", (t) => count(t.invocations), (t) => (t.throttled ? `${count(t.throttled)} refused` : "none refused")],
  ["Errors", (t) => count(t.errors), (t) => `${percent(t.invocations ? t.errors / t.invocations : 0)} of all`],
  ["Cold starts", (t) => count(t.coldStarts), (t) => `${percent(t.invocations ? t.coldStarts / t.invocations : 0)} of all`],
  ["Energy", (t) => joules(t.energyJ), (t) => per(t, joules(t.energyJ / t.invocations))],
  ["Carbon", (t) => `${grams(t.carbonGrams)} CO₂e`, (t) => per(t, grams(t.carbonGrams / t.invocations))],
  ["Money", (t) => dollars(t.costUsd), (t) => per(t, dollars(t.costUsd / t.invocations))],
];

function per(totals, text) {
  return totals.invocations ? `${text} each` : "–";
}

export function makeTotals() {
  const places = FIGURES.map(([label]) => {
    const value = h("dd", {class: "value"}, "–");
    const note = h("dd", {class: "minor-note"}, "");
    byId("totals").append(h("dl", {class: "figure"}, h("dt", {}, label), value, note));
    return [value, note];
  });
  return (totals) => FIGURES.forEach(([, value, note], index) => {
    setText(places[index][0], value(totals));
    setText(places[index][1], note(totals));
  });
}
