import type { Abilities } from "./adapter.ts";

/** What a stranger may try who has nothing. */
export function guessable(url: string, appId: string): Abilities["guessable"] {
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    (await fetch(url + path, { redirect: "manual", headers })).status;
  const callback = "/api/external-auth/callback";
  return [
    {
      what: "state",
      guess: (state, more) => get(`${callback}?code=guessed&state=${state}`, more),
    },
    {
      what: "connect link",
      guess: (link, more) => get(`/api/external-auth/connect/${link}`, more),
    },
    {
      what: "service token",
      isCredential: true,
      guess: (text, more) =>
        get(`/v1/apps/${appId}/connections`, {
          ...more,
          authorization: `Bearer grantry_st_${text}`,
        }),
    },
  ];
}
