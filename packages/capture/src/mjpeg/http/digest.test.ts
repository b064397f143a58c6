import { describe, expect, it } from "vitest";
import { type Challenge, parseChallenges } from "./challenge.ts";
import { answerDigest, chooseDigest } from "./digest.ts";

/** The challenges of RFC 7616, section 3.9.1, in one header as RFC 9110 allows it. */
const offered =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", ' +
  'Basic realm="plain", Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, ' +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

function answer(challenge: Challenge | undefined): ReadonlyMap<string, string> {
  if (!challenge) throw new Error("There is no challenge.");
  const text = answerDigest({
    challenge,
    credentials: { username: "Mufasa", password: "Circle of Life" },
    encoding: "utf8",
    method: "GET",
    uri: "/dir/index.html",
    cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
  });
  const [parsed] = parseChallenges([text]);
  expect(parsed?.scheme).toBe("digest");
  return parsed?.parameters ?? new Map();
}

describe("digest", () => {
  it("reads several challenges from one header", () => {
    expect(parseChallenges([offered]).map(({ scheme, parameters }) => [scheme, parameters.get("algorithm")])).toEqual([
      ["digest", "SHA-256"],
      ["basic", undefined],
      ["digest", "MD5"],
    ]);
  });

  it("reads quoted quotes, odd spaces and unquoted values", () => {
    const [challenge] = parseChallenges(['digest realm = "a \\"b\\", c=d" ,nonce=xyz==,  stale=FALSE']);
    expect(Object.fromEntries(challenge?.parameters ?? [])).toEqual({
      realm: 'a "b", c=d',
      nonce: "xyz==",
      stale: "FALSE",
    });
  });

  it("reads blanks in a value without quotes", () => {
    const text = "Digest realm=IP Camera (7), nonce=abc, qop=auth opaque=x, Basic realm=IP Camera";
    expect(parseChallenges([text]).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)])).toEqual([
      ["digest", { realm: "IP Camera (7)", nonce: "abc", qop: "auth", opaque: "x" }],
      ["basic", { realm: "IP Camera" }],
    ]);
  });

  it("refuses a name that would begin another header", () => {
    const [challenge] = parseChallenges(['Digest realm="a", nonce="b"']);
    if (!challenge) throw new Error("There is no challenge.");
    const credentials = { username: "a\r\nX: y", password: "" };
    const request = { challenge, credentials, encoding: "utf8", method: "GET", uri: "/", cnonce: "c" } as const;
    expect(() => answerDigest(request)).toThrow(/cannot have line ends/);
  });

  it("answers with SHA-256 as RFC 7616, 3.9.1, and prefers it to MD5", () => {
    const fields = answer(chooseDigest(parseChallenges([offered]).reverse()));
    expect(fields.get("response")).toBe("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    expect(Object.fromEntries(fields)).toMatchObject({
      username: "Mufasa",
      realm: "http-auth@example.org",
      uri: "/dir/index.html",
      algorithm: "SHA-256",
      nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
      nc: "00000001",
      cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
      qop: "auth",
      opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    });
  });

  it("answers with MD5 as RFC 7616, 3.9.1", () => {
    const md5 = parseChallenges([offered]).filter(({ parameters }) => parameters.get("algorithm") === "MD5");
    expect(answer(chooseDigest(md5)).get("response")).toBe("8ca523f5e9506fed4657c9700eebdbec");
  });

  it("answers as RFC 2617, 3.5, and without a qop as RFC 2069", () => {
    const common = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"';
    const request = {
      credentials: { username: "Mufasa", password: "Circle Of Life" },
      encoding: "utf8" as const,
      method: "GET",
      uri: "/dir/index.html",
      cnonce: "0a4f113b",
    };
    const respond = (header: string): string => {
      const challenge = chooseDigest(parseChallenges([header]));
      if (!challenge) throw new Error("There is no challenge.");
      return answerDigest({ challenge, ...request });
    };
    expect(respond(`${common}, qop="auth,auth-int"`)).toContain('response="6629fae49393a05397450978507c4ef1"');
    const old = respond(common);
    expect(old).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
    expect(old).not.toMatch(/qop|cnonce|nc=/);
  });

  it("hides the name and encodes non-ASCII text as RFC 7616, 3.9.2 (erratum 4897)", () => {
    const [challenge] = parseChallenges([
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, ' +
        'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", ' +
        "charset=UTF-8, userhash=true",
    ]);
    if (!challenge) throw new Error("There is no challenge.");
    const text = answerDigest({
      challenge,
      credentials: { username: "J\u00e4s\u00f8n Doe", password: "Secret, or not?" },
      encoding: "utf8",
      method: "GET",
      uri: "/doe.json",
      cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v",
    });
    expect(text).toContain('username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"');
    expect(text).toContain('response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"');
    expect(text).toContain("userhash=true");
  });

  it("ignores challenges that it does not support", () => {
    const challenges = [
      'Digest realm="a", nonce="b", qop="auth-int"',
      'Digest realm="a", nonce="b", algorithm=SHA-999',
      "Negotiate",
    ];
    expect(chooseDigest(parseChallenges(challenges))).toBeUndefined();
  });
});
