/** Addresses without their secrets, for logs and errors. */

/** Returns a URL as it may be logged: without name and password, and without the values of secret query parameters. */
export function redactUrl(url: URL): string {
  return url.href.replace(misplacedCredentials, "$1…@").replace(secretParameter, "$1…");
}

/** Returns a text as it may be logged, where the text is perhaps an address: everything up to the last `@` is removed. */
export function redactText(text: string): string {
  return text.replace(/^.*@/s, "…@").replace(secretParameter, "$1…");
}

/** Query parameters in which some cameras expect a secret. */
const secretParameter = /([?&][^=&#]*(?:pass|pwd|psw|token|secret|key|auth)[^=&#]*=)[^&#]*/gi;

/** Credentials that the URL parser takes for a path: a slash in a password ends the host. */
const misplacedCredentials = /^(https?:\/\/)[^?#]*@/;
