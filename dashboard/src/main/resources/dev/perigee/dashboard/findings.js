// What will go wrong with what is deployed, and what calls of a function will come to.

import {field, form} from "./actions.js";
import {byId, h} from "./dom.js";
import {milliseconds, percent, three} from "./format.js";
import {act} from "./platform.js";
import {AMOUNTS} from "./safeguards.js";
import {pill, still} from "./table.js";

const SEVERITIES = {error: "bad", warning: "warn", info: "quiet"};
const S_PER_DAY = 86_400;

/** One finding: what, where, why and what to do. */
function finding(each) {
  return h("li", {"data-code": each.code}, h("p", {}, pill(each.severity, SEVERITIES[each.severity]), ` ${each.code} `, h("span", {class: "soft"}, each.where)),
    h("p", {}, each.why), h("p", {class: "soft"}, each.fix));
}

const listed = (all) => (all.length ? h("ul", {class: "findings"}, ...all.map(finding)) : h("p", {}, "Nothing was found."));

/** Of one function, in its details. */
export function findings(name, fill) {
  const place = h("div", {id: "details-findings"}, h("p", {}, "Loading"));
  fill(place, `/v1/lint?function=${encodeURIComponent(name)}`, (answer) => [listed(answer.findings)]);
  return [h("h3", {}, "What will go wrong"), place];
}

/** Of all that the tenant has. */
export function makeLint() {
  const panel = byId("lint-panel");
  let shown = "";
  return {
    panel,
    everyMs: 10_000,
    path: () => "/v1/lint",
    show: (answer) => {
      const text = JSON.stringify(answer);
      if (text !== shown) {
        shown = text;
        byId("lint-list").replaceChildren(listed(answer.findings));
      }
    },
  };
}

const range = (show, {mean, low, high}) => h("span", {title: `between ${show(low)} and ${show(high)}`}, `${show(mean)} `,
  h("span", {class: "soft"}, `${show(low)} to ${show(high)}`));

function amounts(answer) {
  const columns = [["Per call", answer.perInvocation], ["Per day", answer.perDay], ["Per month", answer.perMonth]].filter(([, each]) => each);
  const rows = Object.keys(answer.perInvocation).filter((amount) => amount in AMOUNTS && amount !== "invocations").map((amount) =>
    [amount, ...columns.map(([, each]) => range(AMOUNTS[amount], each[amount]))]);
  return still("What it will come to", ["Amount", ...columns.map(([label]) => label)], rows);
}

function share(each) {
  const when = each.exhaustedAfterS === undefined ? "lasts" : `is used up after ${three(each.exhaustedAfterS / S_PER_DAY)} days`;
  return h("li", {}, `The ${each.amount} cap of ${each.kind} ${each.name} ${when} (${percent(each.expectedFraction)} expected).`);
}

function answered(answer) {
  const at = answer.ratePerS === undefined ? "" : ` at ${three(answer.ratePerS)} calls/s`;
  return [h("p", {}, pill(answer.source, answer.source === "ledger" ? "good" : "warn"), ` ${answer.basis}; ${milliseconds(answer.durationMs.mean)} a call${at}.`),
    amounts(answer), ...(answer.caps.length ? [h("ul", {class: "plain"}, ...answer.caps.map(share))] : []),
    h("p", {class: "note"}, `Prices: ${answer.prices}`)];
}

/** Asks for what calls of a function come to, at a rate if one is given. */
export function estimate(name) {
  const place = h("div", {id: "details-estimate"}, h("p", {}, "Loading"));
  async function ask(more) {
    place.replaceChildren(...answered(await act("POST", "/v1/estimate", {function: name, ...more})));
    return "";
  }
  ask({}).catch((error) => place.replaceChildren(h("p", {class: "problem"}, error.message)));
  const rate = h("input", {name: "rate", type: "number", min: "0", step: "any", required: true, inputmode: "decimal"});
  return [h("h3", {}, "What calls will come to"), place,
    form("view", [field("Calls a second", rate)], "Estimate", (fields) => ask({ratePerS: Number(fields.rate)}))];
}
