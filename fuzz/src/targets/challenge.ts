/** The answers to a camera's authentication challenges. */

import { authorizationFor } from "../../../packages/capture/dist/mjpeg/http/authorization.js";
import { parseChallenges } from "../../../packages/capture/dist/mjpeg/http/challenge.js";
import { bytesOf, ensure, type Target } from "../target.ts";

const credentials = { username: 'U"ser', password: "Pa55-Word\\" };
const exchange = { credentials, encoding: "utf8", method: "GET", uri: '/video?a="b"' } as const;

/** A camera's answer to a request without a password: each line is a `WWW-Authenticate` header. */
export const challenge: Target = {
  invariants: [
    "Nothing is thrown.",
    "The answer is a valid header of at most 4 times the length of the challenge plus 1000 characters.",
    "A digest answer parses to the realm, the nonce and the opaque value of the challenge.",
    "Only a Basic answer contains the password, and never unencoded.",
  ],
  covers: [
    "capture/dist/mjpeg/http/authorization",
    "capture/dist/mjpeg/http/challenge",
    "capture/dist/mjpeg/http/digest",
  ],
  seeds: [
    'Basic realm="camera"',
    'Digest realm="camera", nonce="abc", qop="auth,auth-int", opaque="xyz", algorithm=SHA-256',
    'Digest realm="ca\\"m", nonce=abc, algorithm=MD5-sess, qop=auth, userhash=true, Basic realm="x"',
    'Digest realm="camera", nonce="abc", algorithm=SHA-512-256\nDigest realm="camera", nonce="abc"\nBasic',
    'Negotiate, Digest nonce="", stale=FALSE',
  ].map(bytesOf),
  dictionary: [
    ...["Digest ", "Basic ", "realm=", "nonce=", "qop=auth", "opaque=", "algorithm=", "MD5", "-sess", "SHA-256"],
    ...["userhash=true", '"', "\\", ",", "=", "\n", "\t", "   ", "SHA-512-256"],
  ].map(bytesOf),
  maxBytes: 16_384,
  run(input) {
    // The head's reader replaces control characters in headers.
    const text = Buffer.from(input)
      .toString("latin1")
      .replace(/[^\t\n\x20-\x7e\x80-\xff]/g, "?");
    const headers = text.split("\n");
    const answer = authorizationFor(headers, exchange);
    if (answer === undefined) return;
    ensure(/^[\t\x20-\x7e\x80-\xff]*$/.test(answer), `The answer is not a valid header: ${JSON.stringify(answer)}`);
    ensure(answer.length <= 4 * text.length + 1000, `The answer has ${answer.length} characters.`);
    ensure(!answer.includes(credentials.password), "The password is in the answer.");
    if (answer.startsWith("Basic ")) return;
    const [read, ...more] = parseChallenges([answer]);
    ensure(read?.scheme === "digest" && more.length === 0, `The answer does not parse: ${JSON.stringify(answer)}`);
    const challenges = parseChallenges(headers).map(({ parameters }) => parameters);
    const matches = challenges.some((parameters) =>
      ["realm", "nonce", "opaque"].every((name) => (read.parameters.get(name) ?? "") === (parameters.get(name) ?? "")),
    );
    ensure(matches, `The answer does not match a challenge: ${JSON.stringify(answer)}`);
    ensure(/^([0-9a-f]{32}|[0-9a-f]{64})$/.test(read.parameters.get("response") ?? ""), "The answer has no response.");
  },
};
