import { type Attack, firstThrough, held, wentThrough } from "../attack.ts";
import {
  accountBehind,
  begin,
  connectorFor,
  consent,
  sentBack,
  someone,
  visitor,
} from "../scene.ts";

const withIss: Readonly<Record<string, (answer: URL, hostile: string) => void>> = {
  missing: ({ searchParams }) => searchParams.delete("iss"),
  wrong: ({ searchParams }, hostile) => searchParams.set("iss", hostile),
  double: ({ searchParams }, hostile) => searchParams.append("iss", hostile),
  empty: ({ searchParams }) => searchParams.set("iss", ""),
  "with a slash": ({ searchParams }) => searchParams.set("iss", `${searchParams.get("iss")}/`),
};

/** RFC 9207, RFC 9700 section 4.4. */
export const mixUp: Attack = {
  name: "mix-up",
  tries:
    "An answer of a provider that names itself comes without iss, with another's, or with two.",
  against: [12, 15],
  success: "The token endpoint is sent the code of such an answer.",
  stoppedBy: [["checked_answer"]],
  run: async (scene) => {
    const { honest, hostile } = scene.providers;
    const connector = await connectorFor(scene, "honest", honest);
    return await firstThrough(
      Object.entries(withIss),
      async ([name, change]) => {
        const jar = visitor("victim");
        const userId = someone("victim");
        const url = await begin(scene, { tenant: "honest", userId, connectorId: connector.id });
        const answer = new URL(await sentBack(jar, await scene.adapter.leave(jar, url)));
        change(answer, hostile.issuer);
        const code = answer.searchParams.get("code");
        await jar.get(answer.href);
        const isSent = honest.exchanges.some((form) => form.get("code") === code);
        return isSent ? `An answer with iss ${name} was taken.` : null;
      },
      `Answers with iss ${Object.keys(withIss).join(", ")} were refused before the code was sent.`,
    );
  },
};

/** RFC 9700 section 4.5. */
export const codeInjection: Attack = {
  name: "code-injection",
  tries: "The attacker puts a code that was stolen from the victim into an attempt of their own.",
  against: [3, 4],
  success: "The attacker's app gets a token of the victim's account.",
  stoppedBy: [["pkce"]],
  run: async (scene) => {
    const { honest } = scene.providers;
    const connector = await connectorFor(scene, "honest", honest);
    const attempt = async (name: string) => {
      const jar = visitor(name);
      const start = { tenant: "honest", userId: someone(name), connectorId: connector.id } as const;
      const departed = await scene.adapter.leave(jar, await begin(scene, start));
      return { jar, start, answer: new URL(await sentBack(jar, departed)) };
    };
    const victim = await attempt("victim");
    const attacker = await attempt("attacker");
    const { answer, jar, start } = attacker;
    answer.searchParams.set("code", victim.answer.searchParams.get("code") ?? "");
    const page = await jar.get(answer.href);
    const account = await accountBehind(scene, start);
    if (account === "victim") return wentThrough("The attacker has the victim's account.");
    return held(
      `The provider refused the code, which was bound to another attempt (${page.status}).`,
    );
  },
};

export const answerReplay: Attack = {
  name: "answer-replay",
  tries:
    "An answer that has counted is brought again, by the same browser, by another, and five times at once.",
  against: [1, 15],
  success: "The token endpoint is sent the same code twice.",
  stoppedBy: [["state_once"]],
  run: async (scene) => {
    const { honest } = scene.providers;
    const connector = await connectorFor(scene, "honest", honest);
    const userId = someone("victim");
    const jar = visitor("victim");
    const url = await begin(scene, { tenant: "honest", userId, connectorId: connector.id });
    const answer = await sentBack(jar, await scene.adapter.leave(jar, url));
    const code = new URL(answer).searchParams.get("code");
    await Promise.all(Array.from({ length: 5 }, () => jar.get(answer)));
    await jar.get(answer);
    await visitor("attacker").get(answer);
    const sent = honest.exchanges.filter((form) => form.get("code") === code).length;
    if (sent > 1) return wentThrough(`The token endpoint was sent the code ${sent} times.`);
    return held("Of seven times that the answer came, one led to the token endpoint.");
  },
};

const hostileUrls = (app: string, attacker: string): string[] => {
  const { host } = new URL(app);
  const evil = new URL(attacker).host;
  return [
    attacker,
    `//${evil}/`,
    `/\\${evil}/`,
    `${app}@${evil}/`,
    `${app}.${evil}/`,
    `http://${evil}#@${host}/`,
    `http://${evil}\\@${host}/`,
    `http://${host}%2f@${evil}/`,
    `http://${host}:1@${evil}/`,
    `${app.replace(/:\d+$/, "")}:1/`,
    "javascript:alert(1)//",
    `javascript://${host}/%0aalert(1)`,
    "data:text/html,<script>alert(1)</script>",
    `  ${attacker}`,
    `\t${attacker}`,
    `h\nttp://${evil}/`,
    app.replace("http:", "https:"),
    app.replace("127.0.0.1", "127.0.0.1."),
    app.replace("127.0.0.1", "2130706433"),
    app.replace("127.0.0.1", "127.1"),
    `${app.replace("//", "//user:pass@")}/`,
  ];
};

export const openRedirect: Attack = {
  name: "open-redirect",
  tries: "Consents are begun with return URLs that look like the app's and lead elsewhere.",
  against: [8],
  success: "The last page of a consent sends the browser to such an address.",
  stoppedBy: [["return_urls"]],
  run: async (scene) => {
    const { app, attacker, providers } = scene;
    const connector = await connectorFor(scene, "honest", providers.honest);
    const urls = hostileUrls(app.origin, attacker.origin);
    const attempt = async (returnUrl: string): Promise<string | null> => {
      const userId = someone("victim");
      const start = { tenant: "honest", userId, connectorId: connector.id, returnUrl } as const;
      const started = await scene.adapter.start(start);
      if (!started.accepted) return null;
      const page = await consent(scene, visitor("victim"), started.url);
      const led = page.location ?? page.text;
      const leaves =
        led.includes(new URL(attacker.origin).host) ||
        led.includes(JSON.stringify(returnUrl).slice(1, -1));
      return leaves ? `The last page leads to ${JSON.stringify(returnUrl)}.` : null;
    };
    return await firstThrough(urls, attempt, `${urls.length} return URLs were refused.`);
  },
};
