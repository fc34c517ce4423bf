/** What a server answered, read. */

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
  readonly headers: Headers;
  readonly raw: Response;
}

/** Reads an answer. */
export async function toAnswer(sent: Promise<Response>): Promise<Answer> {
  const raw = await sent;
  const text = await raw.text();
  const isJson = raw.headers.get("content-type")?.includes("json") === true && text !== "";
  return { status: raw.status, body: isJson ? JSON.parse(text) : text, headers: raw.headers, raw };
}
