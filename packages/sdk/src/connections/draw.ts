/** Markup of what is shown, without a framework: in a shadow root, replaced row by row. */
import { createRowFocus, type RowFocus } from "./focus.ts";
import type { ButtonView, PanelView } from "./panels.ts";
import type { ConnectionsView, RowView } from "./view.ts";

/** Draws what it is given in place of what it drew before, in a root that it empties first. */
export function drawConnections(root: ShadowRoot): (view: ConnectionsView) => void {
  const message = make("p", "message", { role: "status" });
  const problem = make("div", "slot");
  const body = make("div", "slot");
  const frame = make("div", "connections", {}, [message, problem, body]);
  root.replaceChildren(frame);
  let list: HTMLElement | null = null;
  const drawn = new Map<string, DrawnRow>();
  let problemText = "";

  return (view) => {
    frame.lang = view.language;
    frame.dataset["state"] = view.phase;
    if (message.textContent !== view.message) message.textContent = view.message;
    const nextProblem = JSON.stringify(view.problem);
    if (problemText !== nextProblem) {
      problemText = nextProblem;
      problem.replaceChildren(...(view.problem === null ? [] : [drawProblem(view.problem)]));
    }
    if (view.phase === "loading") {
      const said = make("span", "text", {}, [view.loading]);
      body.replaceChildren(make("p", "loading", { "aria-busy": "true" }, [said]));
      list = null;
      drawn.clear();
      return;
    }
    if (view.rows.length === 0) {
      body.replaceChildren();
      list = null;
      drawn.clear();
      return;
    }
    if (list === null) {
      list = make("ul", "list", { role: "list" });
      body.replaceChildren(list);
    }
    drawRows(list, drawn, view.rows);
  };
}

interface DrawnRow {
  readonly element: HTMLElement;
  readonly focus: RowFocus;
  /** The row and its panel as they were drawn, to be compared; empty before. */
  text: string;
  panel: string;
}

function drawRows(list: HTMLElement, drawn: Map<string, DrawnRow>, rows: readonly RowView[]): void {
  const keys = new Set(rows.map(keyOf));
  for (const [key, { element }] of drawn) {
    if (keys.has(key)) continue;
    element.remove();
    drawn.delete(key);
  }
  for (const [index, row] of rows.entries()) {
    const one = drawn.get(keyOf(row)) ?? newRow(row, drawn);
    // What is not shown, such as the time of the last refresh, changes nothing.
    const text = JSON.stringify({ ...row, connection: row.connection.integrationType });
    if (one.text !== text) fillRow(one, row, text);
    const there = list.children[index];
    if (there !== one.element) list.insertBefore(one.element, there ?? null);
  }
}

const keyOf = ({ connectorId }: RowView) => connectorId;

function newRow(row: RowView, drawn: Map<string, DrawnRow>): DrawnRow {
  const element = make("li", "row");
  const focus = createRowFocus();
  element.addEventListener("focusin", focus.entered);
  element.addEventListener("focusout", focus.left);
  const one: DrawnRow = { element, focus, text: "", panel: "" };
  drawn.set(keyOf(row), one);
  return one;
}

function fillRow(one: DrawnRow, row: RowView, text: string): void {
  const { element } = one;
  element.dataset["state"] = row.state;
  element.dataset["connectorId"] = row.connectorId;
  element.dataset["type"] = row.connection.integrationType;
  const panel = JSON.stringify(row.panel);
  // A panel that says the same stays, and the focus in it.
  const kept = one.panel === panel ? element.querySelector("[data-grantry-panel]") : null;
  for (const old of [...element.children]) if (old !== kept) old.remove();
  const parts = rowParts(row);
  if (kept === null) element.append(...parts);
  else element.prepend(...parts.slice(0, -1));
  const isFirst = one.text === "";
  one.text = text;
  one.panel = panel;
  if (!isFirst) one.focus.replaced(element, row.panel?.focus ?? null);
}

function rowParts(row: RowView): Node[] {
  const nameId = `name-${row.connectorId}`;
  const logo = make("span", "logo", { "aria-hidden": "true" }, [
    slot(
      `logo-${row.connection.integrationType}`,
      row.logo === null ? row.letters : logoPicture(row.logo),
    ),
  ]);
  const name = make("span", "name", { id: nameId, dir: "auto", title: row.name }, [row.name]);
  const account =
    row.account === null
      ? []
      : [make("span", "account", { dir: "auto", title: row.account }, [row.account])];
  const state = make("span", "state", {}, [icon(row.stateIcon), row.stateWord]);
  state.setAttribute("data-grantry-state", row.state);
  const actions = make(
    "span",
    "actions",
    {},
    row.buttons.map((one) => drawButton(one, nameId)),
  );
  return [
    logo,
    make("span", "who", {}, [name, ...account]),
    state,
    actions,
    ...(row.note === null ? [] : [make("p", "note", {}, [row.note])]),
    ...(row.panel === null ? [] : [drawPanel(row.panel, nameId)]),
  ];
}

function drawPanel(view: PanelView, nameId: string): HTMLElement {
  const panel = make(
    "div",
    "panel",
    { role: "group", "aria-labelledby": nameId },
    panelParts(view, nameId),
  );
  panel.setAttribute("data-grantry-panel", view.kind);
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || view.escape === null) return;
    event.stopPropagation();
    view.escape();
  });
  return panel;
}

function drawProblem(view: PanelView): HTMLElement {
  return make("div", "problem", {}, panelParts(view, null));
}

function panelParts(view: PanelView, nameId: string | null): Node[] {
  return [
    make("p", "text", {}, [view.text]),
    ...view.buttons.map((one) => drawButton(one, nameId)),
    ...(view.details === "" ? [] : [make("code", "details", {}, [view.details])]),
  ];
}

/** A button of a row is called by its own word and the row's name. */
function drawButton(view: ButtonView, nameId: string | null): HTMLElement {
  const button = make("button", "button", { type: "button" }, [view.label]);
  button.dataset["action"] = view.action;
  button.dataset["tone"] = view.tone;
  if (nameId !== null) {
    button.id = `${view.action}-${nameId}`;
    button.setAttribute("aria-labelledby", `${button.id} ${nameId}`);
  }
  button.addEventListener("click", () => view.run());
  return button;
}

function slot(name: string, fallback: Node | string): HTMLElement {
  const made = document.createElement("slot");
  made.name = name;
  made.append(fallback);
  return made;
}

const svg = "http://www.w3.org/2000/svg";

const icon = (path: string) => picture(16, { d: path });
const logoPicture = ({ path, color }: NonNullable<RowView["logo"]>) =>
  picture(24, { d: path, fill: color });

/** One shape in a square. */
function picture(size: number, shape: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(svg, "svg");
  made.setAttribute("viewBox", `0 0 ${size} ${size}`);
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  for (const [name, value] of Object.entries(shape)) path.setAttribute(name, value);
  made.append(path);
  return made;
}

/** An element that is one of the parts: `part` for the page's style sheets, the data attribute for ours. */
function make(
  tag: string,
  part: string,
  given: Readonly<Record<string, string>> = {},
  children: readonly (Node | string)[] = [],
): HTMLElement {
  const element = document.createElement(tag);
  element.setAttribute("part", part);
  element.setAttribute(`data-grantry-${part}`, "");
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
