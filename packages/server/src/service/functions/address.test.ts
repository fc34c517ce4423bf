import { expect, test } from "vitest";
import { functionsAddress } from "./address.ts";

const allowed = new Set(["http://127.0.0.1:9"]);

test.each([
  ["https://functions.example.com", "https://functions.example.com"],
  ["https://Functions.example.com/app//", "https://functions.example.com/app"],
  ["http://127.0.0.1:9/fn", "http://127.0.0.1:9/fn"],
])("functions may be at %s", (value, url) => {
  expect(functionsAddress(value, allowed)).toEqual({ url });
});

test.each([
  "http://functions.example.com",
  "http://127.0.0.1:10",
  "http://127.0.0.1:9@example.com",
  "https://127.0.0.1",
  "https://[::1]",
  "https://[::ffff:10.0.0.1]",
  "https://0x7f.1",
  "https://10.0.0.1",
  "https://169.254.169.254/latest",
  "https://user:hunter2@functions.example.com",
  "https://functions.example.com/?key=hunter2",
  "https://functions.example.com/#x",
  "ftp://functions.example.com",
  "file:///etc/passwd",
  "functions.example.com",
  "",
])("functions may not be at %j, and no password is repeated (SEC-30)", (value) => {
  const { problem = "" } = functionsAddress(value, allowed) as { problem?: string };
  expect(problem).toMatch(/^It (must be|has)/);
  expect(problem).not.toContain("hunter2");
});
