/** Fields for settings that a connection needs and nobody has given yet. */
import type { Confirmation } from "../../service/connect/index.ts";
import { type Html, html } from "./page.ts";

/** What the names of the fields begin with. */
const settingFieldPrefix = "setting_";

/** Characters; what a setting can hold. */
const longest = "512";

type Asked = Confirmation["asked"];

/** The fields; the first that was answered wrongly is focused. */
export function settingFields(asked: Asked): Html[] {
  const wrong = asked.find(({ problem }) => problem !== null);
  return asked.map((field) => settingField(field, field === wrong));
}

function settingField(field: Asked[number], isFocused: boolean): Html {
  const { name, label, description, example, choices, problem } = field;
  const id = settingFieldPrefix + name;
  const shown = choices === null ? html` For example: <code>${example}</code>` : null;
  const told =
    problem === null
      ? null
      : html`<p class="warn" id="${id}_problem"><strong>${problem}</strong></p>`;
  return html`<div class="field">
<label for="${id}">${label}</label>
<p class="soft" id="${id}_hint">${description}${shown}</p>
${told}
${control(field, attributes(id, { problem, isFocused }))}
</div>`;
}

/** Needed fields; the browser says so, too, but for "Cancel". */
function attributes(
  id: string,
  { problem, isFocused }: { readonly problem: string | null; readonly isFocused: boolean },
): Html {
  const described = problem === null ? `${id}_hint` : `${id}_problem ${id}_hint`;
  return html`id="${id}" name="${id}" aria-describedby="${described}" required autocomplete="off"${
    problem === null ? null : html` aria-invalid="true"`
  }${isFocused ? html` autofocus` : null}`;
}

function control({ choices, value }: Asked[number], shared: Html): Html {
  if (choices === null) {
    return html`<input type="text" value="${value}" maxlength="${longest}" autocapitalize="none" spellcheck="false" ${shared}>`;
  }
  const options = choices.map(
    (choice) =>
      html`<option value="${choice}"${choice === value ? html` selected` : null}>${choice}</option>`,
  );
  return html`<select ${shared}><option value="">Choose one</option>${options}</select>`;
}

/** What was filled in, by the names of the settings. */
export function answersOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(fields).filter(([name]) => name.startsWith(settingFieldPrefix));
  return Object.fromEntries(
    own.map(([name, value]) => [name.slice(settingFieldPrefix.length), value]),
  );
}
