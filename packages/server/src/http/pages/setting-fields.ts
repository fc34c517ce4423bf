/** Fields for settings that a connection needs and nobody has given yet. */
import type { Confirmation } from "../../service/connect/index.ts";
import type { Language } from "./language.ts";
import { type Html, html } from "./page.ts";

/** What the names of the fields begin with. */
const settingFieldPrefix = "setting_";

/** Characters; what a setting can hold. */
const longest = "512";

type Asked = Confirmation["asked"];

/** The fields; the first that was answered wrongly is focused. What a provider calls them is English. */
export function settingFields(asked: Asked, language: Language): Html[] {
  const wrong = asked.find(({ problem }) => problem !== null);
  return asked.map((field) => settingField(field, language, field === wrong));
}

function settingField(field: Asked[number], language: Language, isFocused: boolean): Html {
  const { name, label, description, example, choices, problem, rule } = field;
  const { say, tag } = language;
  const id = settingFieldPrefix + name;
  const inEnglish = tag === "en" ? null : html` lang="en"`;
  const shown =
    choices === null ? html` ${say("example", { example: html`<code>${example}</code>` })}` : null;
  const told = problem === "missing" ? say("fieldMissing") : html`<bdi${inEnglish}>${rule}</bdi>`;
  return html`<div class="field">
<label for="${id}"><bdi${inEnglish}>${label}</bdi></label>
<p class="soft" id="${id}_hint"><bdi${inEnglish}>${description}</bdi>${shown}</p>
${problem === null ? null : html`<p class="warn" id="${id}_problem"><strong>${told}</strong></p>`}
${control(field, language, attributes(id, problem !== null, isFocused))}
</div>`;
}

/** Needed fields; the browser says so, too, but for "Cancel". */
function attributes(id: string, isWrong: boolean, isFocused: boolean): Html {
  const described = isWrong ? `${id}_problem ${id}_hint` : `${id}_hint`;
  return html`id="${id}" name="${id}" aria-describedby="${described}" required autocomplete="off"${
    isWrong ? html` aria-invalid="true"` : null
  }${isFocused ? html` autofocus` : null}`;
}

/** What is typed is part of an address: it runs from left to right. */
function control({ choices, value }: Asked[number], { say }: Language, shared: Html): Html {
  if (choices === null) {
    return html`<input type="text" dir="ltr" value="${value}" maxlength="${longest}" autocapitalize="none" spellcheck="false" ${shared}>`;
  }
  const options = choices.map(
    (choice) =>
      html`<option value="${choice}"${choice === value ? html` selected` : null}>${choice}</option>`,
  );
  return html`<select ${shared}><option value="">${say("pickOne")}</option>${options}</select>`;
}

/** What was filled in, by the names of the settings. */
export function answersOf(fields: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(fields).filter(([name]) => name.startsWith(settingFieldPrefix));
  return Object.fromEntries(
    own.map(([name, value]) => [name.slice(settingFieldPrefix.length), value]),
  );
}
