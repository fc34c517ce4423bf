/** What pages do besides being read: search, colours, copying of code. Without it they are whole. */

type Entry = readonly [page: number, anchor: string, heading: string, text: string];
interface Index {
  readonly pages: readonly (readonly [path: string, title: string])[];
  readonly entries: readonly Entry[];
}

const root = document.documentElement.dataset["root"] ?? "";
const byId = <Kind extends HTMLElement>(id: string) => document.getElementById(id) as Kind | null;

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

let asked: Promise<Index> | undefined;
function loadIndex(): Promise<Index> {
  const file = document.documentElement.dataset["index"] ?? "";
  asked ??= fetch(root + file).then((answer) => answer.json() as Promise<Index>);
  asked.catch(() => {
    asked = undefined;
  });
  return asked;
}

const found = 12;

/** Places with all of the words; where there are none, with any of them. */
function search(index: Index, typed: string): readonly Entry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  if (words.length === 0) return [];
  const all = placesWith(index, words, true);
  return all.length > 0 ? all : placesWith(index, words, false);
}

/** The best first: words of a title weigh most, then those of a heading, then those of the text. */
function placesWith(
  { pages, entries }: Index,
  words: readonly string[],
  wantsAll: boolean,
): readonly Entry[] {
  const scored = entries.flatMap((entry) => {
    const [page, , heading, text] = entry;
    const title = (pages[page]?.[1] ?? "").toLowerCase();
    const head = heading.toLowerCase();
    const body = text.toLowerCase();
    let score = 0;
    let matched = 0;
    for (const word of words) {
      const inHead = head.includes(word) ? (head.startsWith(word) ? 12 : 8) : 0;
      const one = (title.includes(word) ? 5 : 0) + inHead + (body.includes(word) ? 2 : 0);
      if (one > 0) matched += 1;
      score += one;
    }
    if (wantsAll ? matched < words.length : matched === 0) return [];
    // More of the words come before more weight.
    return [{ entry, score: matched * 1000 + score + (head === words.join(" ") ? 20 : 0) }];
  });
  return scored
    .sort((one, other) => other.score - one.score)
    .slice(0, found)
    .map(({ entry }) => entry);
}

/** A piece of the text around the first word that is in it. */
function excerpt(text: string, typed: string): string {
  const body = text.toLowerCase();
  const word = typed
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .find((one) => body.includes(one));
  const at = Math.max(0, body.indexOf(word ?? "") - 40);
  return (at > 0 ? "… " : "") + text.slice(at, at + 140);
}

function startSearch(): void {
  const dialog = byId<HTMLDialogElement>("search");
  const input = byId<HTMLInputElement>("search-words");
  const list = byId<HTMLOListElement>("search-results");
  const said = byId("search-said");
  const opener = byId<HTMLButtonElement>("search-open");
  if (!dialog || !input || !list || !said || !opener) return;
  opener.hidden = false;
  const open = () => {
    if (!dialog.open) dialog.showModal();
    input.select();
    loadIndex().catch(() => {
      said.textContent = "The search cannot be loaded just now.";
    });
  };
  const show = async () => {
    const typed = input.value.trim();
    const index = await loadIndex();
    if (typed !== input.value.trim()) return;
    const results = search(index, typed);
    list.replaceChildren(
      ...results.map(([page, anchor, heading, text]) => {
        const [path = "", title = ""] = index.pages[page] ?? [];
        const link = make("a", "");
        link.href = `${root}${path}${anchor === "" ? "" : `#${anchor}`}`;
        link.append(
          make("strong", heading),
          make("span", title),
          make("small", excerpt(text, typed)),
        );
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    const many = results.length === 1 ? "1 place" : `${String(results.length)} places`;
    said.textContent = typed === "" ? "" : results.length === 0 ? "Nothing found." : many;
  };
  opener.addEventListener("click", open);
  input.addEventListener("input", () => void show().catch(() => undefined));
  list.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const now = stops.indexOf(document.activeElement as HTMLInputElement);
    stops[now + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const { target } = event;
    const types = target instanceof HTMLElement && target.matches("input, textarea, select");
    const isShortcut = event.key === "k" && (event.ctrlKey || event.metaKey);
    if (!isShortcut && (event.key !== "/" || types || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });
}

function startTheme(): void {
  const choice = byId<HTMLSelectElement>("theme");
  if (choice === null) return;
  choice.value = document.documentElement.dataset["theme"] ?? "";
  choice.closest<HTMLElement>("[hidden]")?.removeAttribute("hidden");
  choice.addEventListener("change", () => {
    const { value } = choice;
    if (value === "") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = value;
    try {
      localStorage.setItem("grantry-docs-theme", value);
    } catch {
      // It holds for this page alone.
    }
  });
}

function startCopying(): void {
  for (const block of document.querySelectorAll<HTMLElement>("main .code")) {
    const button = make("button", "Copy");
    button.type = "button";
    button.addEventListener("click", () => {
      const text = block.querySelector("code")?.textContent ?? "";
      void navigator.clipboard.writeText(text).then(
        () => {
          button.textContent = "Copied";
        },
        () => {
          button.textContent = "Not copied";
        },
      );
    });
    block.append(button);
  }
}

/** On a wide screen the menu stands beside the text, whatever it was before. */
function startMenu(): void {
  const menu = document.querySelector<HTMLDetailsElement>(".menu details");
  const wide = matchMedia("(min-width: 60rem)");
  const follow = () => {
    if (menu !== null) menu.open = wide.matches;
  };
  follow();
  wide.addEventListener("change", follow);
}

startMenu();
startSearch();
startTheme();
if ("clipboard" in navigator) startCopying();
