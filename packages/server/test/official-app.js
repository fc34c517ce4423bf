/**
 * A page as apps are written with the official SDK: it connects in a popup that it polls, or by
 * leaving, and asks its own backend whether that worked.
 */
import { createClient } from "@base44/sdk";

const state = document.querySelector("output");
const session = await (await fetch(`/session${location.search}`)).json();
const { appId, serverUrl, token, connectorId } = session;
const base44 = createClient({ appId, serverUrl, token });

const say = (text) => {
  state.textContent = text;
};

const check = async () => {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await (await fetch("/functions/probe", { headers })).json();
  say(answer.account ? `connected as ${answer.account}` : `not connected: ${answer.code}`);
};

/** Says how work failed, as the SDK tells it. */
const attempt = async (work) => {
  try {
    await work();
  } catch (error) {
    say(`error ${error.status} ${error.code}: ${error.message}`);
  }
};

const button = (name, work) => {
  const element = document.createElement("button");
  element.textContent = name;
  element.addEventListener("click", () => {
    say("working");
    void attempt(work);
  });
  document.body.append(element);
};

button("Connect in a popup", async () => {
  const redirectUrl = await base44.connectors.connectAppUser(connectorId);
  const popup = window.open(redirectUrl, "_blank", "width=600,height=700");
  let polls = 0;
  const timer = setInterval(() => {
    if (popup && !popup.closed) {
      polls += 1;
      say(`polled ${polls}`);
      return;
    }
    clearInterval(timer);
    void attempt(check);
  }, 500);
});

button("Connect by leaving", async () => {
  window.location.href = await base44.connectors.connectAppUser(connectorId);
});

button("Disconnect", async () => {
  await base44.connectors.disconnectAppUser(connectorId);
  await check();
});

await attempt(check);
