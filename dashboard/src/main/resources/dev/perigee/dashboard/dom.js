// Builds elements. Text always becomes a text node: nothing that comes from users is ever read as markup.

/** Makes an element: h("td", {class: "number"}, "text", otherElement). */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** The same in a drawing. */
export function shape(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Writes text only where it has changed, so that selections and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Shows what is wrong in a panel, or nothing. */
export function showProblem(panel, text) {
  const line = panel.querySelector(".problem");
  line.hidden = !text;
  setText(line, text ?? "");
}

/** Shows what to type next where there is nothing yet. */
export function showEmpty(panel, isEmpty, text, commands) {
  const place = panel.querySelector(".empty");
  const key = isEmpty ? text + commands.join("\n") : "";
  if (place.dataset.key !== key) {
    place.dataset.key = key;
    place.replaceChildren(...(isEmpty ? [h("p", {}, text), ...(commands.length ? [h("pre", {}, commands.join("\n"))] : [])] : []));
  }
  place.hidden = !isEmpty;
}
