// What both pages share: the session, the SDK's client, and a few lines for building elements.
import { createClient } from "@grantry/sdk";

/** The client of the signed-in user; null where nobody is, and the sign-in is shown. */
export async function openSession() {
  const { user, serverUrl, appId, myCalendarId } = await (await fetch("/session")).json();
  if (user === null) {
    showSignIn();
    return { client: null };
  }
  showUser(user);
  const token = await fetchToken();
  if (token === null) {
    notify("Daybook cannot reach the Grantry server.", "bad");
    show(button("Try again", () => location.reload(), "primary"));
    return { client: null };
  }
  const client = createClient({ serverUrl, appId, token: token.accessToken });
  keepTokenFresh(client, token);
  return { client, connectorId: myCalendarId };
}

/** Fetches the next token a minute before the current one ends. */
function keepTokenFresh(client, token) {
  const refresh = async () => {
    const next = (await fetchToken()) ?? token;
    client.setToken(next.accessToken);
    keepTokenFresh(client, next);
  };
  setTimeout(refresh, (token.expiresIn - 60) * 1000);
}

async function fetchToken() {
  const response = await fetch("/user-token", { method: "POST" }).catch(() => null);
  return response?.ok ? await response.json() : null;
}

function showUser({ name, email }) {
  const signOut = element("form", { method: "post", action: "/sign-out" }, [
    element("button", { className: "link" }, "Sign out"),
  ]);
  const avatar = element("span", { className: "avatar", ariaHidden: "true" }, name[0]);
  document
    .querySelector("#user")
    .replaceChildren(avatar, element("span", { title: email }, name), signOut);
}

function showSignIn() {
  const signInAs = (id, name) =>
    element("button", { className: "primary", name: "user", value: id }, `Sign in as ${name}`);
  const page = element("input", { type: "hidden", name: "page", value: location.pathname });
  show(
    element("section", { className: "card empty" }, [
      element("h2", {}, "Who are you?"),
      element("p", {}, "Daybook has two made-up users. No password is needed."),
      element("form", { method: "post", action: "/sign-in", className: "actions" }, [
        page,
        signInAs("mia", "Mia"),
        signInAs("noah", "Noah"),
      ]),
    ]),
  );
}

/** Says something; screen readers read it out. `tone`: "good" or "bad". */
export function notify(text, tone = "") {
  const notice = document.querySelector("#notice");
  notice.className = tone;
  notice.textContent = text;
}

/** Replaces what stands below the heading. */
export function show(...nodes) {
  document.querySelector("#content").replaceChildren(...nodes);
}

/** Where the focused button is gone, the first new one takes its place for the keyboard. */
export function focusLost() {
  if (!wasUsed || document.activeElement !== document.body) return;
  document.querySelector("#content button")?.focus({ focusVisible: false });
}

let wasUsed = false;

export function button(label, action, className = "") {
  const made = element("button", { type: "button", className }, label);
  made.addEventListener("click", async () => {
    wasUsed = true;
    made.disabled = true;
    try {
      await action();
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

export function element(name, properties = {}, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[children].flat());
  return made;
}
